#!/usr/bin/env python3
"""What `rendit check` costs beside the linters that people know, on the same number of lines in one run.

    python3 benches/check.py                      1, 1 000 and (rendit alone) 10 000 manifests, 7 rounds
    python3 benches/check.py --rounds 11 --files 500

taplo and Tombi lint the same TOML manifests against rendit's schema, check-jsonschema the same ones (in
TOML as well), and zizmor as many GitHub workflows of as many lines (actionlint is not on PyPI). The
first three know the schema alone; rendit also resolves references, templates and collisions, and looks
for what no schema can say.
Contenders take turns; one round goes before those that count. CPU is user + system of the whole process
tree. Needs a release build of rendit, and PyPI for the first run; everything lies in target/bench.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PLACE = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "bench"
WANTED = ["check-jsonschema==0.39.0", "taplo==0.9.3", "tombi==1.9.6", "zizmor==1.32.0"]

MANIFEST = """#:schema ./rendit.schema.json
version = 1

[inputs.film]
path = "media/film-{n}.mov"

[ladders.hd]
type = "video"
rungs = [
  {{ height = 1080, bit_rate = "4500k" }},
  {{ height = 720, bit_rate = "2500k" }},
  {{ height = 360, bit_rate = "800k" }},
]

[ladders.sound]
type = "audio"
rungs = [{{ bit_rate = "128k" }}]

[outputs.web]
type = "cmaf"
dir = "out/${{film.stem}}"
ladders = ["hd", "sound"]
segment_duration = "4s"
"""

WORKFLOW = """name: job {n}
on:
  push:
    branches: [main]
jobs:
  build:
    runs-on: ubuntu-latest
    env:
      FILM: film-{n}
    steps:
      - uses: actions/checkout@v4
      - name: encode
        env:
          NUMBER: ${{{{ github.run_number }}}}
        working-directory: jobs
        shell: bash
        run: make encode
      - name: keep
        uses: actions/upload-artifact@v4
        with:
          name: film
          path: out
          retention-days: 7
"""


def tools():
    """The folder with the others' programs."""
    venv = PLACE / "venv-check"
    mark = venv / "wanted"
    wanted = " ".join(WANTED)
    if not mark.exists() or mark.read_text() != wanted:
        shutil.rmtree(venv, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        subprocess.run([venv / "bin/pip", "install", "-q", "--disable-pip-version-check", *WANTED], check=True)
        mark.write_text(wanted)
    return venv / "bin"


def measure(command, folder):
    """(user + system seconds, wall seconds, peak MB); ends the bench if the command finds fault."""
    read, write = os.pipe()
    run = subprocess.run(
        [sys.executable, "-I", "-S", str(HERE / "measure.py"), str(write), *map(str, command)],
        cwd=folder, pass_fds=[write], stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )
    os.close(write)
    with os.fdopen(read) as told:
        code, user, system, wall, peak = (float(figure) for figure in told.read().split())
    if code:
        raise SystemExit(f"{command[0]} fails: {run.stdout[-2000:]}{run.stderr[-2000:]}")
    return user + system, wall, peak


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rendit", type=os.path.abspath, default=str(ROOT / "target/release/rendit"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--files", type=int, default=1000)
    args = parser.parse_args()
    programs = tools()
    work = PLACE / "check"
    shutil.rmtree(work, ignore_errors=True)
    (work / ".github/workflows").mkdir(parents=True)
    shutil.copy(ROOT / "schema/rendit.schema.json", work)
    most = 10 * args.files
    for number in range(most):
        (work / f"job{number}.toml").write_text(MANIFEST.format(n=number))
        if number < args.files:
            (work / f".github/workflows/w{number}.yml").write_text(WORKFLOW.format(n=number))
    subprocess.run(["git", "init", "-q"], cwd=work, check=True)
    schema = work / "rendit.schema.json"
    lines = MANIFEST.count("\n")
    contenders = {
        "rendit check": ([args.rendit, "check", "--quiet"], "job{}.toml"),
        "taplo lint": ([programs / "taplo", "lint", "--schema", f"file://{schema}"], "job{}.toml"),
        "tombi lint": ([programs / "tombi", "lint", "--offline"], "job{}.toml"),
        "check-jsonschema": ([programs / "check-jsonschema", "--schemafile", schema], "job{}.toml"),
        "zizmor": ([programs / "zizmor", "--offline", "--no-exit-codes", "-q"], ".github/workflows/w{}.yml"),
    }
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; files of {lines} lines "
          f"(workflows: {WORKFLOW.count(chr(10))}); {args.rounds} rounds")
    for count in (1, args.files, most):
        racing = contenders if count < most else {"rendit check": contenders["rendit check"]}
        used = {name: [] for name in racing}
        for _ in range(args.rounds + 1):
            for name, (command, pattern) in racing.items():
                files = [pattern.format(number) for number in range(count)]
                used[name].append(measure([*command, *files], work))
        print(f"\n## {count} files\n")
        print("| | wall ms, median | min – max | × rendit | CPU ms | × rendit | MB |\n| --- " + "| --- " * 6 + "|")
        base = None
        for name, rounds in used.items():
            cpu, wall, peak = zip(*rounds[1:])
            median = (statistics.median(wall), statistics.median(cpu))
            base = base or median
            print(f"| {name} | {1e3 * median[0]:.1f} | {1e3 * min(wall):.1f} – {1e3 * max(wall):.1f} | "
                  f"{median[0] / base[0]:.1f} | {1e3 * median[1]:.1f} | {median[1] / base[1]:.1f} | {max(peak):.0f} |")
    shutil.rmtree(work)


main()
