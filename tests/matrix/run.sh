#!/usr/bin/env bash
# The matrix: rendit's own tests on further ffmpeg builds, and its packages in real players and under other parsers.
#
#   run.sh                 everything that `make test-matrix` stands for
#   run.sh tests packages  only these parts (tests, packages, neovim, editors, hooks); `selftest` is one too: it proves that the matrix can fail
#
# Each part ends with a line like "12 passed, 0 failed"; the exit code is 0 only if no part failed.
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
export MATRIX_HOME=${MATRIX_HOME:-$root/target/matrix}
status=0

part() {
  local name=$1 started=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  if "$@"; then
    printf '== %s: done in %d s\n' "$name" $((SECONDS - started))
  else
    printf '== %s: FAILED after %d s\n' "$name" $((SECONDS - started))
    status=1
  fi
}

# Rust's integration tests with another ffmpeg in place of the system's. Cargo prints their counts itself.
# What never starts an ffmpeg has been tested by `make test`.
integration_tests() {
  (cd "$root" && RENDIT_TEST_FFMPEG=$1 RENDIT_TEST_FFPROBE=$2 cargo test --test it -- \
    --skip fuzzed:: --skip syntaxes:: --skip fix:: --skip lsp_complete:: --skip document --skip template::)
}

# Job files, media, keys and packages stand together, as they would in a user's repository.
workplace=$MATRIX_HOME/jobs
make_packages() {
  rm -rf "$workplace/out"
  mkdir -p "$workplace/keys"
  cp "$here"/jobs/*.toml "$workplace/"
  "$here/sources.sh" "$workplace/media" || return 1
  (umask 077 && head -c 16 /dev/urandom >"$workplace/keys/film.key")
  (cd "$root" && cargo build --bin rendit) || return 1
  (cd "$workplace" && "${CARGO_TARGET_DIR:-$root/target}/debug/rendit" run film-25.toml film-2997.toml)
}

serve_keys=(--serve "/keys=$workplace/keys")
check_packages() { node "$here/check_manifests.mjs" "$workplace"/out/*/* "${serve_keys[@]}"; }
play_packages() { node "$here/play.mjs" "$workplace/out/$1"/* --source "$workplace/media/$1.json" "${serve_keys[@]}"; }
refuse_packages() { node "$here/play.mjs" "$workplace"/out/film-25/hls-aes-* --key-missing; }

tests() {
  part "integration tests on ffmpeg 8.1" integration_tests "$MATRIX_FFMPEG_8_1" "$MATRIX_FFPROBE_8_1"
  part "integration tests on ffmpeg 9.0" integration_tests "$MATRIX_FFMPEG_9_0" "$MATRIX_FFPROBE_9_0"
}

packages() {
  part "packages made by rendit" make_packages
  part "playlists and MPDs" check_packages
  part "players, 25 frames per second" play_packages film-25
  part "players, 29.97 frames per second" play_packages film-2997
  part "players without the key" refuse_packages
}

neovim() { part "rendit lsp in Neovim" "$here/editors/neovim.sh" "${CARGO_TARGET_DIR:-$root/target}/debug/rendit"; }

# Its checks include that they can fail.
editors() { part "the schema in language servers" node "$here/editors/editors.mjs"; }

hooks() { part "pre-commit hooks and the problem matcher" "$here/precommit.sh"; }

selftest() { part "the matrix itself" "$here/selftest.sh"; }

part "set-up" "$here/setup.sh"
((status == 0)) || exit 1
# shellcheck source=/dev/null
source "$MATRIX_HOME/env"

if (($# == 0)); then set -- tests packages neovim editors hooks; fi
for name in "$@"; do
  case $name in
    tests | packages | neovim | editors | hooks | selftest) "$name" ;;
    *)
      printf 'run.sh: no part %s; there are tests, packages, neovim, editors, hooks and selftest\n' "$name" >&2
      exit 2
      ;;
  esac
done
exit "$status"
