#!/usr/bin/env bash
# Drives `rendit lsp` with headless Neovim's own language client (Debian's neovim 0.7, or newer).
# Usage: neovim.sh [RENDIT]; RENDIT is the binary, by default target/debug/rendit. The last line
# says `N passed, M failed`.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
rendit=$(realpath "${1:-$root/target/debug/rendit}")

if ! command -v nvim >/dev/null 2>&1; then
  as_root=()
  (($(id -u) == 0)) || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends neovim >&2
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$root"/jobs/*.toml "$root"/jobs/*.yaml "$folder"
cd "$folder"
# Nothing of the user's own settings, histories or logs.
export XDG_CONFIG_HOME=$folder/.config XDG_DATA_HOME=$folder/.data XDG_STATE_HOME=$folder/.state XDG_CACHE_HOME=$folder/.cache
export RENDIT=$rendit
timeout 300 nvim --headless --clean -c "luafile $here/neovim.lua" -c 'cquit'
