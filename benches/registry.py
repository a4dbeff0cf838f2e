#!/usr/bin/env python3
"""The language server with a large registry: opening it, editing it, breaking and mending it.

    cargo build --release
    benches/registry.py [COPYDESK] [--entries 1000000]

Writes a registry of people and organisations in Arabic and English, and an article that names some of them. Prints the time
from an edit in the middle of the registry to the findings of the article and of the registry, how long a completion in the
article waits in the meantime, and the most memory that the server held. Every registry of a size is the same to the byte.
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import threading
import time
import queue

ROOT = pathlib.Path(__file__).resolve().parent.parent

GIVEN = [("محمد", "Mohammed"), ("أحمد", "Ahmed"), ("ليلى", "Laila"), ("سميرة", "Samira"), ("كريم", "Karim"),
         ("خالد", "Khalid"), ("نادية", "Nadia"), ("جون", "John"), ("ماري", "Mary"), ("ديفيد", "David"),
         ("عمر", "Omar"), ("هدى", "Huda"), ("بيتر", "Peter"), ("آنا", "Anna"), ("يوسف", "Yusuf")]
SYLLABLES = [("با", "ba"), ("تو", "to"), ("جي", "ji"), ("حم", "ham"), ("خر", "khar"), ("در", "dar"), ("رو", "ro"),
             ("زي", "zi"), ("سل", "sal"), ("شم", "sham"), ("صا", "sa"), ("طر", "tar"), ("غن", "ghan"), ("فر", "far"),
             ("قس", "qas"), ("كا", "ka"), ("لو", "lo"), ("مي", "mi"), ("نص", "nas"), ("هر", "har"), ("وا", "wa")]
OFFICES = [("وزير الخارجية", "Minister of Foreign Affairs"), ("وزيرة النقل", "Minister of Transport"),
           ("رئيس البلدية", "Mayor"), ("السفير", "Ambassador"), ("الرئيس التنفيذي", "Chief Executive")]


def entry(number, dice):
    parts = [dice.choice(SYLLABLES) for _ in range(4)]
    family = ("".join(ar for ar, _ in parts), "".join(en for _, en in parts).capitalize())
    if number % 6 == 5:
        return (f'[[actor]]\nid = "company-{number}"\nkind = "organisation"\nname.ar = "شركة {family[0]} {number}"\n'
                f'name.en = "{family[1]} Company {number}"\n\n')
    given, middle = dice.choice(GIVEN), dice.choice(GIVEN)
    text = (f'[[actor]]\nid = "person-{number}"\nkind = "person"\nname.ar = "{given[0]} {family[0]}"\n'
            f'name.en = "{given[1]} {family[1]}"\nnote = "Number {number} of this name."\n')
    if number % 5 < 2:
        text += f'also.en = ["{given[1]} {middle[1]} {family[1]}"]\n'
    if number % 4 == 0:
        office, year = dice.choice(OFFICES), 1990 + dice.randrange(30)
        exclusive = "exclusive = true\n" if number < 400 else ""
        text += (f'[[actor.role]]\ntitle.ar = "{office[0]}"\ntitle.en = "{office[1]}"\norg = "company-{number // 6 * 6 + 5}"\n'
                 f'{exclusive}from = {year}-02-01\nto = {year + 4}-01-31\n')
    return text + "\n"


def registry(entries):
    dice = random.Random(7)
    entries = entries // 6 * 6
    return "".join(entry(number, dice) for number in range(entries))


class Server:
    def __init__(self, program, folder):
        environment = {**os.environ, "COPYDESK_CACHE_DIR": str(folder / "cache")}
        self.process = subprocess.Popen([program, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, cwd=folder, env=environment)
        self.messages, self.number = queue.Queue(), 0
        self.findings, self.answers, self.published = {}, {}, {}
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        out = self.process.stdout
        while True:
            length = 0
            while (line := out.readline().strip()):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                return
            body = out.read(length)
            self.messages.put((time.perf_counter(), json.loads(body)))

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def request(self, method, params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        return self.number

    def wait(self, fits, timeout=600):
        """Handles messages until one fits; returns when it came."""
        end = time.perf_counter() + timeout
        while True:
            at, message = self.messages.get(timeout=max(0.001, end - time.perf_counter()))
            if "id" in message and "method" in message:
                self.send({"id": message["id"], "result": None})
            elif message.get("method") == "textDocument/publishDiagnostics":
                params = message["params"]
                self.findings[params["uri"]] = params["diagnostics"]
                self.published[params["uri"]] = (params.get("version"), at)
            elif "id" in message:
                self.answers[message["id"]] = (at, message.get("result"))
            if fits():
                return at

    def ask(self, method, params):
        start, number = time.perf_counter(), self.request(method, params)
        self.wait(lambda: number in self.answers)
        at, result = self.answers[number]
        return (at - start) * 1000, result

    def memory(self):
        lines = (pathlib.Path("/proc") / str(self.process.pid) / "status").read_text().splitlines()
        sizes = {line.split(":")[0]: int(line.split()[1]) // 1024 for line in lines if line.startswith(("VmHWM", "VmRSS"))}
        return f"{sizes['VmRSS']} MB now, {sizes['VmHWM']} MB at most"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("program", nargs="?", type=os.path.abspath, default=str(ROOT / "target/release/copydesk"))
    arguments.add_argument("--entries", type=int, default=1_000_000)
    options = arguments.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp())
    text = registry(options.entries)
    lines = text.splitlines()
    middle = next(at for at in range(len(lines) // 2, len(lines)) if lines[at].startswith("name.en") and "Company" not in lines[at])
    name = lines[middle].split('"')[1]
    (folder / "copydesk.toml").write_text('registry = ["actors.toml"]\n')
    (folder / "actors.toml").write_text(text)
    story = f"---\nlang: en\ndatePublished: 2024-03-18\n---\n[X](actor:nobody) met {name} and [Y](actor:new-person).\n"
    (folder / "story.en.news.md").write_text(story)
    print(f"{text.count('[[actor]]')} entries, {len(text.encode()) >> 20} MB of text")
    actors, article = (folder / "actors.toml").as_uri(), (folder / "story.en.news.md").as_uri()
    server = Server(options.program, folder)
    try:
        run(server, folder, text, story, middle, name, actors, article)
    finally:
        server.process.kill()
        shutil.rmtree(folder)


def run(server, folder, text, story, middle, name, actors, article):
    codes = lambda uri: sorted(found["code"] for found in server.findings.get(uri, []))
    server.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {},
                              "workspaceFolders": [{"uri": folder.as_uri(), "name": "x"}]})
    server.notify("initialized", {})
    start = time.perf_counter()
    opening = lambda uri, kind, text: server.notify("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": kind, "version": 1, "text": text}})
    opening(article, "newsmd", story)
    at = server.wait(lambda: article in server.findings)
    print(f"first findings of the article: {(at - start) * 1000:.0f} ms; {server.memory()}", flush=True)
    start = time.perf_counter()
    opening(actors, "toml", text)
    at = server.wait(lambda: actors in server.findings)
    print(f"first findings of the registry, opened in the editor: {(at - start) * 1000:.0f} ms; {server.memory()}", flush=True)
    clean = server.findings[actors]
    print(f"{len(clean)} findings in the registry", flush=True)
    version, waits = 1, []

    def edit(label, changes, expected):
        nonlocal version
        version += 1
        server.published.clear()
        start = time.perf_counter()
        server.notify("textDocument/didChange", {"textDocument": {"uri": actors, "version": version}, "contentChanges": [
            {"range": {"start": {"line": a, "character": b}, "end": {"line": c, "character": d}}, "text": new} for a, b, c, d, new in changes]})
        wait, _ = server.ask("textDocument/completion", {"textDocument": {"uri": article}, "position": {"line": 4, "character": 1}})
        waits.append(wait)
        here = server.wait(lambda: expected(codes(actors), codes(article)) and server.published.get(actors, (0, 0))[0] == version)
        took = (server.published[actors][1] - start) * 1000
        story = server.published.get(article, (0, here))[1]
        print(f"{label}: registry {took:.0f} ms, article {(story - start) * 1000:.0f} ms", flush=True)
        return took

    before = (codes(actors), codes(article))
    column = len('name.en = "')
    end = column + len(name)
    times = []
    for round in range(3):
        times.append(edit("a name changed", [(middle, column, middle, end, "Zzyzx Qwerty")], lambda here, there: True))
        times.append(edit("changed back", [(middle, column, middle, column + 12, name)], lambda here, there: (here, there) == before))
        new = '[[actor]]\nid = "new-person"\nkind = "person"\nname.en = "Xavier Quux"\n'
        line = middle - 4
        times.append(edit("an entry added", [(line, 0, line, 0, new)], lambda here, there: there.count("unknown-actor") == 1))
        times.append(edit("removed", [(line, 0, line + 4, 0, "")], lambda here, there: (here, there) == before))
        times.append(edit("broken", [(middle, end, middle, end + 1, "")], lambda here, there: "malformed-registry" in here))
        times.append(edit("mended", [(middle, end, middle, end, '"')], lambda here, there: (here, there) == before))
    country = '[[actor]]\nid = "state-of-qatar"\nkind = "place"\nsame-as = ["iso:QA"]\nname.en = "State of Qatar"\n'
    edit("the entry of a country added", [(middle - 4, 0, middle - 4, 0, country)], lambda here, there: True)
    edit("removed", [(middle - 4, 0, middle + 1, 0, "")], lambda here, there: (here, there) == before)
    times.sort()
    print(f"an edit to its findings: median {times[len(times) // 2]:.0f} ms, longest {times[-1]:.0f} ms")
    print(f"longest wait of a completion: {max(waits):.0f} ms; {server.memory()}")


main()
