#!/usr/bin/env bash
# Proves that the matrix can fail: packages made by hand, right ones that pass and broken ones that do not.
# Knows nothing of rendit. selftest.sh [WORD] runs only the cases whose name has WORD.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$here/setup.sh"
home=${MATRIX_HOME:-$(cd "$here/../.." && pwd)/target/matrix}
"$here/sources.sh" "$home/sources"
exec node "$here/selftest.mjs" "$@"
