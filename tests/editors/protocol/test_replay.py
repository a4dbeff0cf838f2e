"""A recorded session, message by message: the server answers as it did.

`session.jsonl` holds what a client sent (`to`) and what the server answered (`from`), in order, with `ROOM` for the folder
of the newsroom. What the server does unasked is not compared, and of the answer to `initialize` the encoding alone, which
the positions depend on. UPDATE_EXPECT=1 records the answers again; read the diff.
"""

import json
import os
import pathlib
import shutil
import subprocess

REPO = pathlib.Path(__file__).resolve().parents[3]
SESSION = pathlib.Path(__file__).with_name("session.jsonl")


class Wire:
    def __init__(self, room):
        self.room = room.as_uri()
        self.server = subprocess.Popen(
            [os.environ["COPYDESK"], "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).replace("ROOM", self.room).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def read(self):
        length = 0
        while (line := self.server.stdout.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the server has left"
        return json.loads(self.server.stdout.read(length).decode().replace(self.room, "ROOM"))

    def answer(self, identifier):
        while True:
            message = self.read()
            if "method" in message:
                if "id" in message:
                    self.send({"id": message["id"], "result": None})
            elif message["id"] == identifier:
                message.pop("jsonrpc")
                return message


def test_the_session_is_answered_as_recorded(tmp_path):
    room = pathlib.Path(shutil.copytree(REPO / "examples/newsroom", tmp_path / "newsroom"))
    lines = [json.loads(line) for line in SESSION.read_text("utf-8").splitlines()]
    sent = [line["to"] for line in lines if "to" in line]
    recorded = {line["from"]["id"]: line["from"] for line in lines if "from" in line}
    wire, out, different = Wire(room), [], []
    for message in sent:
        out.append({"to": message})
        wire.send(message)
        if "id" not in message:
            continue
        answer = wire.answer(message["id"])
        if message["method"] == "initialize":
            answer["result"] = {"capabilities": {"positionEncoding": answer["result"]["capabilities"]["positionEncoding"]}}
        out.append({"from": answer})
        if answer != recorded.get(message["id"]):
            different.append((message["method"], answer, recorded.get(message["id"])))
    assert wire.server.wait(20) == 0
    if os.environ.get("UPDATE_EXPECT"):
        SESSION.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in out), "utf-8")
    else:
        assert different == []
        assert len(recorded) > 10
