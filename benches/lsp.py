"""How soon `rendit lsp` answers after an editor has sent a whole manifest of 5,000 lines again.

    benches/lsp.py [RENDIT] [--rounds 41] [--lines 5000] [--language toml|yaml]

Prints milliseconds from the change to the findings, and from the change to the answer of a hover that
follows at once: median, least, most. The texts differ in every round, as they do when somebody types.
"""

import argparse
import json
import statistics
import subprocess
import time

HEAD = {
    "toml": """version = 1
[inputs.film]
path = "media/film.mov"
[ladders.hd]
type = "video"
rungs = [{ height = 1080, bit_rate = "4M" }, { height = 720, bit_rate = "2M" }]
[ladders.sound]
type = "audio"
""",
    "yaml": """version: 1
inputs:
  film:
    path: media/film.mov
ladders:
  hd:
    type: video
    rungs: [{ height: 1080, bit_rate: 4M }, { height: 720, bit_rate: 2M }]
  sound:
    type: audio
outputs:
""",
}
OUTPUT = {
    "toml": """
[outputs.web{n}]
type = "cmaf"
dir = "out/{n}/${{film.stem}}"
ladders = ["hd", "sound"]
segment_duration = "6s"
# A line that people write.
""",
    "yaml": """
  web{n}:
    type: "cmaf"
    dir: out/{n}/${{film.stem}}
    ladders: [hd, sound]
    segment_duration: 6s
    # A line that people write.
""",
}


def manifest(language, lines):
    head, output = HEAD[language], OUTPUT[language]
    parts, n, count = [head], 0, head.count("\n")
    while count < lines:
        parts.append(output.format(n=n))
        count += output.count("\n")
        n += 1
    return "".join(parts)


class Server:
    def __init__(self, rendit):
        self.child = subprocess.Popen([rendit, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.passed = []

    def send(self, method, params, id=None):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if id is not None:
            message["id"] = id
        body = json.dumps(message).encode()
        self.child.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.child.stdin.flush()

    def receive(self):
        length = 0
        while (line := self.child.stdout.readline().strip()):
            length = int(line.split(b":")[1])
        return json.loads(self.child.stdout.read(length))

    def wait(self, is_it):
        while not any(is_it(message) for message in self.passed):
            self.passed.append(self.receive())
        self.passed = [message for message in self.passed if not is_it(message)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("rendit", nargs="?", default="target/release/rendit")
    parser.add_argument("--rounds", type=int, default=41)
    parser.add_argument("--lines", type=int, default=5000)
    parser.add_argument("--language", choices=sorted(HEAD), default="toml")
    args = parser.parse_args()
    server = Server(args.rendit)
    server.send("initialize", {"capabilities": {}, "processId": None, "rootUri": None}, 0)
    server.wait(lambda message: message.get("id") == 0)
    server.send("initialized", {})
    uri, text = f"file:///tmp/many.{args.language}", manifest(args.language, args.lines)
    document = {"uri": uri, "languageId": args.language, "version": 0, "text": text}
    server.send("textDocument/didOpen", {"textDocument": document})

    def is_told(version):
        def is_it(message):
            is_told = message.get("method") == "textDocument/publishDiagnostics"
            return is_told and message["params"].get("version") == version
        return is_it

    server.wait(is_told(0))
    told, answered = [], []
    for round in range(1, args.rounds + 1):
        # A mistake comes and goes, so that there is something to tell.
        new = text.replace('"cmaf"', '"cmaf%d"' % round, 1)
        place = {"uri": uri, "version": 2 * round}
        start = time.perf_counter()
        server.send("textDocument/didChange", {"textDocument": place, "contentChanges": [{"text": new}]})
        server.wait(is_told(place["version"]))
        told.append((time.perf_counter() - start) * 1000)
        place = {"uri": uri, "version": 2 * round + 1}
        start = time.perf_counter()
        server.send("textDocument/didChange", {"textDocument": place, "contentChanges": [{"text": text}]})
        position = {"textDocument": {"uri": uri}, "position": {"line": 10, "character": 2}}
        server.send("textDocument/hover", position, round)
        server.wait(lambda message: message.get("id") == round)
        answered.append((time.perf_counter() - start) * 1000)
        server.wait(is_told(place["version"]))
    print(f"| {args.lines} lines of {args.language}, {len(text)} bytes | median ms | least | most |\n| --- | --- | --- | --- |")
    for name, times in (("change to findings", told[1:]), ("change to hover", answered[1:])):
        print(f"| {name} | {statistics.median(times):.1f} | {min(times):.1f} | {max(times):.1f} |")
    server.child.stdin.close()


main()
