#!/usr/bin/env bash
# The pre-commit hooks, run by pre-commit itself in a repository of their own, and the problem
# matcher's expression, run by the JavaScript engine that GitHub's runner uses.
set -uo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
rendit=${RENDIT:-$here/target/debug/rendit}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
say() { # say NAME STATUS: counts and tells
  if [ "$2" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  echo "$([ "$2" -eq 0 ] && echo ok || echo FAILED)  $1"
}

python3 -m venv "$work/venv" >/dev/null && "$work/venv/bin/pip" install --quiet "pre-commit==4.7.0"
say "pre-commit is installed" $?
mkdir "$work/bin" && ln -s "$rendit" "$work/bin/rendit"
export PATH="$work/venv/bin:$work/bin:$PATH" PRE_COMMIT_HOME="$work/cache"

pre-commit validate-manifest "$here/.pre-commit-hooks.yaml"
say "the hooks' definition is valid" $?

# The hooks as a repository, and a repository that uses them.
git init --quiet "$work/hooks"
cp "$here/.pre-commit-hooks.yaml" "$work/hooks/"
git -C "$work/hooks" add . && git -C "$work/hooks" -c user.name=t -c user.email=t@localhost commit --quiet -m hooks
git init --quiet "$work/user" && cd "$work/user" && mkdir jobs notes
cat > jobs/good.toml <<'M'
version = 1
[inputs.film]
path = "film.mov"
[ladders.hd]
type = "video"
auto = true
[outputs.web]
type = "dash"
dir = "out/good"
ladders = ["hd"]
M
cp jobs/good.toml notes/other.toml && echo 'x = 1' >> notes/other.toml
git add .
pre-commit try-repo "$work/hooks" rendit-check-system --all-files > "$work/log" 2>&1
say "check passes, and looks at jobs/ only" $?
sed 's/auto/atuo/; s/out\/good/out\/bad/' jobs/good.toml > jobs/bad.toml && git add .
! pre-commit try-repo "$work/hooks" rendit-check-system --all-files > "$work/log" 2>&1
say "check fails on a mistake" $?
grep -q 'did you mean `auto`' "$work/log"
say "check says which" $?
! pre-commit try-repo "$work/hooks" rendit-fix-system --all-files > "$work/log" 2>&1
say "fix fails because it changed a file" $?
grep -q 'auto = true' jobs/bad.toml
say "fix changed it" $?
git add . && pre-commit try-repo "$work/hooks" rendit-fix-system --all-files > "$work/log" 2>&1
say "a second fix changes nothing" $?

sed 's/auto/atuo/' jobs/good.toml > jobs/bad.toml
"$rendit" check --format short jobs/bad.toml 2> "$work/short"
node - "$here/.github/rendit-problem-matcher.json" "$work/short" <<'N'
const fs = require("fs");
const [pattern] = JSON.parse(fs.readFileSync(process.argv[2])).problemMatcher[0].pattern;
const lines = fs.readFileSync(process.argv[3], "utf8").trimEnd().split("\n");
for (const line of lines) {
  const found = new RegExp(pattern.regexp).exec(line);
  if (!found) throw new Error(`no match: ${line}`);
  const got = ["file", "line", "column", "severity", "code"].map((key) => found[pattern[key]]).join(" ");
  if (got !== "jobs/bad.toml 6 1 error unknown-key") throw new Error(got);
}
if (lines.length !== 1) throw new Error(`${lines.length} lines`);
N
say "the problem matcher reads file, place, severity and code" $?
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
