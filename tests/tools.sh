#!/bin/sh
# Installs ffmpeg and ffprobe with the system's package manager where they are missing.
set -eu

if command -v ffmpeg >/dev/null 2>&1 && command -v ffprobe >/dev/null 2>&1; then
    exit 0
fi

root=""
if [ "$(id -u)" != 0 ]; then
    root="sudo"
fi

echo "ffmpeg is missing: installing it" >&2
if command -v apt-get >/dev/null 2>&1; then
    $root apt-get update -q
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends ffmpeg
elif command -v dnf >/dev/null 2>&1; then
    $root dnf install -y ffmpeg-free
elif command -v brew >/dev/null 2>&1; then
    brew install ffmpeg
else
    echo "install ffmpeg (with libx264 and libx265) and run this again" >&2
    exit 1
fi
