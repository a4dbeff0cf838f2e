"""Validates every machine-readable report of copydesk, and checks that broken reports are rejected. Checks that the schemas of
copydesk agree with its files and output. Usage: validate.py COPYDESK FOLDER-OF-SCHEMAS"""

import datetime
import fcntl
import itertools
import json
import os
import pathlib
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import tomllib

import jsonschema
from lxml import etree

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
COPYDESK, SCHEMAS = sys.argv[1], pathlib.Path(sys.argv[2])

ARTICLES = {
    "50%, خبر: ميناء.ar.news.md": "---\ndate: 2024-03-18\n---\nقال 100%، «في الثلاثاء 18 مارس 2024: [x](actor:a%0Ab,c:d) <&\"'> [y](actor:p&q\"r<s)\n",
    "deep/a b,c.en.news.md": "---\ndate: 2024-03-18\n---\nOn Tuesday, 18 March 2024, 31 June 2024: “100%\n\nNadia Farah & <Karim Adel>.\n",
    "control.en.news.md": "On 31 June 2024 he \x01 left \u200b\u202e “x\ufffe\n",
    "emoji.ar.news.md": "😀 في 31 يونيو 2024 😀\n",
}


# A report that replaces the output of copydesk in a format, to check that its validator rejects it.
BROKEN = {}


def run(folder, *arguments, code=0, given=None):
    ran = subprocess.run([COPYDESK, *arguments], cwd=folder, capture_output=True, check=False, input=given)
    assert ran.returncode == code, f"{arguments} ended with {ran.returncode}: {ran.stderr.decode()}"
    return ran.stdout


def lint(folder, form, code=1):
    return BROKEN.get(form) or run(folder, "lint", "--no-cache", "--format", form, ".", code=code)


def validated(instance, schema):
    validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(instance)]
    assert not errors, "\n".join(errors[:10])


def sarif(folder, code):
    validated(json.loads(lint(folder, "sarif", code)), json.loads((SCHEMAS / "sarif-2.1.0.json").read_text()))


def junit(folder, code):
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))
    schema.assertValid(etree.fromstring(lint(folder, "junit", code)))


def checkstyle(folder, code):
    """The report has no published schema; this is what its readers rely on."""
    root = etree.fromstring(lint(folder, "checkstyle", code))
    assert root.tag == "checkstyle" and root.get("version"), root.tag
    for file in root:
        assert file.tag == "file" and set(file.keys()) == {"name"}, file.tag
        for error in file:
            assert error.tag == "error" and len(error) == 0, error.tag
            assert set(error.keys()) == {"line", "column", "severity", "message", "source"}, error.keys()
            assert int(error.get("line")) > 0 and int(error.get("column")) > 0
            assert error.get("severity") in {"ignore", "info", "warning", "error"}


def unescaped(text, more):
    """Unescapes as the GitHub runner does: percent last."""
    for code, character in [("%0D", "\r"), ("%0A", "\n"), *more, ("%25", "%")]:
        text = text.replace(code, character)
    return text


def github(folder, code):
    """The lines are parsed as by the runner and compared with the findings as JSON."""
    found = json.loads(lint(folder, "json", code))["findings"]
    lines = lint(folder, "github", code).decode().split("\n")
    assert lines.pop() == "" and len(lines) == len(found), "a line each finding"
    for line, finding in zip(lines, found):
        level, properties, message = re.fullmatch(r"::(\w+) (.*?)::(.*)", line).groups()
        more = [("%3A", ":"), ("%2C", ",")]
        parts = {name: unescaped(value, more) for name, _, value in (part.partition("=") for part in properties.split(","))}
        assert level in {"error", "warning", "notice"}, level
        assert parts["file"] == finding["path"], parts
        assert (int(parts["line"]), int(parts["col"])) == (finding["start"]["line"], finding["start"]["column"]), parts
        assert parts["title"] == finding["code"], parts
        assert unescaped(message, []) == "\n".join([finding["message"], *finding["notes"]]), message


def gitlab(folder, code):
    issues = json.loads(lint(folder, "gitlab", code))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues), "fingerprints are unique"
    for issue in issues:
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}, issue
        assert issue["description"] and issue["check_name"] and issue["location"]["lines"]["begin"] > 0, issue
        assert not issue["location"]["path"].startswith("./"), issue


def rdjson(folder, code):
    report = json.loads(lint(folder, "rdjson", code))
    for diagnostic in report["diagnostics"]:
        assert diagnostic["severity"] in {"ERROR", "WARNING", "INFO"}, diagnostic
        text = (folder / diagnostic["location"]["path"]).read_bytes().split(b"\n")
        start = diagnostic["location"]["range"]["start"]
        assert 0 < start["column"] <= len(text[start["line"] - 1]) + 1, diagnostic


def long_line(folder, code):
    """Sixty megabytes on one line: findings after them are reported, and shown without them."""
    if code == 0:
        return
    path = folder / "long.ar.news.md"
    with path.open("w") as file:
        for _ in range(600):
            file.write("كلام طويل جداً " * 4000)
        file.write("في 31 يونيو 2024\n")
    try:
        assert path.stat().st_size > 60_000_000
        found = lint(folder, "full").decode()
        assert "long.ar.news.md:1:" in found and max(map(len, found.splitlines())) < 1000
    finally:
        path.unlink()


def own_schema(name):
    schema = json.loads(run(ROOT, "schema", name))
    jsonschema.Draft7Validator.check_schema(schema)
    if name not in {"config", "registry"}:
        # The output has no keys that are not in the schema, although readers should accept more.
        for table in [schema, *schema["definitions"].values()]:
            table["additionalProperties"] = False
    return schema


def lint_json(folder, code):
    validated(json.loads(lint(folder, "json", code)), own_schema("lint-json"))


def lint_jsonl(folder, code):
    lines = lint(folder, "jsonl", code).decode().splitlines()
    assert bool(lines) == (code == 1)
    for line in lines:
        validated(json.loads(line), own_schema("lint-jsonl"))


def export_jsonl(folder, code):
    schema = own_schema("export-jsonl")
    articles = "\n".join(json.dumps({"text": path.read_text()}) for path in sorted(folder.glob("**/*.news.md"))).encode()
    keys = set()
    for more in [(), ("--only", "dates"), ("--only", "mentions"), ("--only", "findings"), ("--offsets", "utf16")]:
        for form in [(".",), ("--jsonl", "-")]:
            for line in run(folder, "export", *more, *form, given=articles).decode().splitlines():
                validated(json.loads(line), schema)
                keys |= set(json.loads(line))
    if code == 1:
        assert keys == set(schema["properties"]), keys


STORY = """---
headline: "Port <opens> & more"
datePublished: 2024-03-18T09:00:00+03:00
dateModified: 2024-03-19
inLanguage: en
author: By Jane
publisher: News & Co
identifier: urn:story:1
mentions: [actor:samira-nasser, actor:sahil-line]
---

[Samira Nasser](actor:samira-nasser) signed on [11 February](date:2024-02-11) in [spring](date:2024-03/2024-05).

> "It <is> done."

## More

- One
"""


def converted(folder, form, text):
    """An article in another format, with the registry of the example newsroom."""
    for name in ["actors.toml", "copydesk.toml"]:
        shutil.copy(ROOT / "examples/newsroom" / name, folder)
    (folder / "story.en.news.md").write_text(text)
    return run(folder, "convert", "--to", form, "story.en.news.md")


# A story with everything, one with nothing but a headline and a sentence, one without a headline, and one without words: a page
# needs a title.
STORIES = [STORY, "# Port opens\n\nThe works begin.\n", "The works begin.\n", "---\ninLanguage: en\n---\n"]


def ninjs(folder):
    """Items of ninjs are valid by the schema that the IPTC publishes, which is outside of the project."""
    path = ROOT.parent / "shared/schemas/ninjs-schema_3.1.json"
    if not path.is_file():
        print(f"skipped: {path} is not here")
        return
    schema = json.loads(path.read_text())
    for text in STORIES:
        item = json.loads(converted(folder, "ninjs", text))
        validated(item, schema)
        for change in [{"uri": 1}, {"bodies": "x"}, {"versionCreated": "soon"}]:
            try:
                validated(item | change, schema)
            except AssertionError:
                continue
            raise AssertionError(f"{change} is accepted")


def html(folder):
    """Pages are valid by the Nu Html Checker."""
    jar = SCHEMAS / "node_modules/vnu-jar/build/dist/vnu.jar"
    page = folder / "page.html"

    def check(text):
        page.write_bytes(text)
        command = ["java", "-jar", jar, "--Werror", page]
        return subprocess.run(command, capture_output=True, check=False, text=True)

    for text in STORIES:
        whole = converted(folder, "html", text)
        ran = check(whole)
        assert ran.returncode == 0, ran.stderr
        assert check(whole.replace(b"</div>", b"</p>")).returncode != 0, "a broken page is accepted"
    data = re.search(rb'<script type="application/ld\+json">(.*?)</script>', converted(folder, "html", STORY), re.DOTALL)
    assert json.loads(data.group(1))["mentions"][0]["@type"] == "Person", data.group(1)


def as_json(value):
    """A TOML value as a schema sees it."""
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value


# Configurations, and whether they are valid.
SETTINGS = {
    "": True,
    'registry = "a.toml"\narticles = ["a/**/*.txt"]\nlanguage = "ar-QA"\ntime-zone = "Asia/Qatar"': True,
    'registry = 3': False,
    'articles = ["a", 3]': False,
    'language = "EN"': True,
    'language = "klingon"': False,
    'mentions = "every"\nbuiltin = "link"\nlinks = "inline"': True,
    'mentions = "all"': False,
    'builtin = false': False,
    'links = "castlist"': False,
    'linkz = "inline"': False,
    '[rules]\npage-furniture = "off"\nweekday-mismatch = "hint"': True,
    '[rules]\npage-furniture = "loud"': False,
    '[rules]\npage-furnitur = "off"': False,
    '[rules]\npage-furniture = false': False,
    'rules = "off"': False,
    '[prefixes]\nwd = "http://www.wikidata.org/entity/{}"': True,
    '[prefixes]\nwd = 3': False,
    'prefixes = []': False,
    '[[override]]\nfiles = ["a/**"]\nrules.unlinked-actor = "off"\n[[override]]\nfiles = "b"': True,
    'override = [{ files = "b", rules = {} }]': True,
    '[[override]]\nrules.unlinked-actor = "off"': False,
    '[[override]]\nfiles = "b"\nrule.unlinked-actor = "off"': False,
    '[[override]]\nfiles = "b"\nrules.unlinked = "off"': False,
    'override = { files = "b" }': False,
}
ENTRY = '[[actor]]\nid = "a"\nkind = "person"\n'
ENTRIES = {
    "": True,
    ENTRY + 'name.en = "A"': True,
    '[[actor]]\nid = "a"': False,
    '[[actor]]\nkind = "person"': False,
    '[[actor]]\nid = "a b"\nkind = "person"': False,
    '[[actor]]\nid = "a"\nkind = "persona"': False,
    '[actor]\nid = "a"\nkind = "person"': False,
    "[other]\nx = 1": False,
    ENTRY + 'gender = "f"\nborn = 1952-03-23\ndied = "1999-04"': True,
    ENTRY + 'gender = "x"': False,
    ENTRY + "born = 1952": False,
    ENTRY + 'born = "March 1952"': False,
    ENTRY + 'name = "A"': False,
    ENTRY + 'name.english = "A"': False,
    ENTRY + 'name.en-GB = "A"\nalso.ar = ["ا", { text = "ب", from = 2001-01-01 }]\nshort.en = { text = "B", to = "2001" }': True,
    ENTRY + 'name.en = { from = 2001-01-01 }': False,
    ENTRY + 'name.en = ""': False,
    ENTRY + 'description = "An example."\nsame-as = "wd:Q1"\nmerged-from = ["b"]\nnote = "the elder"': True,
    ENTRY + 'description.en = "An example."\nsame-as = ["wd:Q1", "iso:QA"]': True,
    ENTRY + "same-as = 3": False,
    ENTRY + 'note = ""': False,
    ENTRY + 'nmae.en = "A"': False,
    ENTRY + '[[actor.role]]\ntitle.ar = { m = "وزير", f = ["وزيرة"] }\ntitle.en = "Minister"\nexclusive = true\nfrom = "2017"\ncode = "GOV"': True,
    ENTRY + '[[actor.role]]\ntitle = "Minister"': False,
    ENTRY + '[[actor.role]]\ntitle.en = { n = "Minister" }': False,
    ENTRY + '[[actor.role]]\nexclusive = "yes"': False,
    ENTRY + '[[actor.role]]\nform = "2017"': False,
    ENTRY + '[actor.role]\ntitle.en = "Minister"': False,
}


def taplo(path, schema):
    """Whether Taplo, which Even Better TOML uses, accepts the file."""
    command = [pathlib.Path(sys.executable).with_name("taplo"), "lint", "--no-auto-config", "--schema", schema.as_uri(), path]
    ran = subprocess.run(command, capture_output=True, check=False, text=True)
    assert ran.returncode == 0 or "error: " in ran.stderr, ran.stderr
    return ran.returncode == 0


def agreement(scratch, name, file, texts, codes):
    """The program, a validator and Taplo agree on each text."""
    schema = own_schema(name)
    folder = scratch / name
    folder.mkdir()
    (folder / "schema.json").write_bytes(run(ROOT, "schema", name))
    for text, is_right in texts.items():
        (folder / file).write_text(text + "\n")
        found = json.loads(subprocess.run(
            [COPYDESK, "lint", "--no-cache", "--format", "json", "."], cwd=folder, capture_output=True, check=False
        ).stdout)["findings"]
        said = [finding["message"] for finding in found if finding["code"] in codes]
        assert (not said) == is_right, f"copydesk, {text!r}: {said}"
        errors = list(jsonschema.Draft7Validator(schema).iter_errors(as_json(tomllib.loads(text))))
        assert (not errors) == is_right, f"the schema, {text!r}: {[error.message for error in errors]}"
        assert taplo(folder / file, folder / "schema.json") == is_right, f"Taplo, {text!r}"


def settings(scratch):
    agreement(scratch, "config", "copydesk.toml", SETTINGS, {"malformed-configuration", "unknown-rule"})


def registries(scratch):
    agreement(scratch, "registry", "actors.toml", ENTRIES, {"malformed-registry"})


def examples(scratch):
    """The example files and the files of a new project are valid by their schemas."""
    run(scratch, "init", "--schema", "desk")
    run(scratch, "init", "plain")
    files = [ROOT / "examples/newsroom", scratch / "desk", scratch / "plain"]
    for folder in files:
        for file, name in [("copydesk.toml", "config"), ("actors.toml", "registry")]:
            validated(as_json(tomllib.loads((folder / file).read_text())), own_schema(name))
    desk = scratch / "desk"
    command = [pathlib.Path(sys.executable).with_name("taplo"), "lint", "--no-auto-config", "copydesk.toml", "actors.toml"]
    for text, code in [('mentions = "every"\n', 0), ('mentions = "all"\n', 1)]:
        (desk / "copydesk.toml").write_text("#:schema ./copydesk.schema.json\n" + text)
        ran = subprocess.run(command, cwd=desk, capture_output=True, check=False, text=True)
        assert ran.returncode == code, ran.stderr
    assert '"all" is not one of' in ran.stderr, ran.stderr


def replaced(old, new):
    def change(report):
        assert old in report, f"{old} is not in the report"
        return report.replace(old, new, 1)

    return change


def of_json(change):
    def changed(report):
        value = json.loads(report)
        change(value)
        return json.dumps(value).encode()

    return changed


def put(*path):
    """A change that sets the value at a path."""
    *keys, last, new = path

    def change(value):
        for key in keys:
            value = value[key]
        value[last] = new

    return of_json(change)


def cut(*path):
    *keys, last = path

    def change(value):
        for key in keys:
            value = value[key]
        del value[last]

    return of_json(change)


# Errors that each validator must detect.
ERRORS = {
    "sarif": (sarif, [
        cut("version"),
        put("runs", 0, "results", 0, "level", "loud"),
        put("runs", 0, "results", 0, "locations", 0, "physicalLocation", "region", "startLine", 0),
        cut("runs", 0, "results", 0, "message"),
        lambda report: report[:-3],
    ]),
    "junit": (junit, [
        replaced(b"<failure ", b"<fault "),
        replaced(b"<testsuite ", b"<testsuite surprise=\"1\" "),
        replaced(b"<testsuite name=", b"<testsuite title="),
        replaced(b"&lt;", b"<"),
        replaced(b"</testsuites>", b""),
    ]),
    "checkstyle": (checkstyle, [
        replaced(b'severity="', b'severity="very '),
        replaced(b'column="', b'column="-'),
        replaced(b'source="', b'origin="'),
        replaced(b"</checkstyle>", b""),
    ]),
    "github": (github, [
        replaced(b"::error ", b"::fault "),
        replaced(b"col=", b"col=1"),
        replaced(b"%250A", b"%0A"),
        replaced(b"%0A", b"\n"),
        replaced(b"%2C", b","),
        lambda report: report.split(b"\n", 1)[1],
    ]),
    "gitlab": (gitlab, [
        put(0, "severity", "error"),
        put(0, "location", "path", "./x"),
        lambda report: json.dumps(json.loads(report) + json.loads(report)[:1]).encode(),
        cut(0, "check_name"),
    ]),
    "rdjson": (rdjson, [
        put("diagnostics", 0, "severity", "FATAL"),
        put("diagnostics", 0, "location", "range", "start", "column", 100_000),
        put("diagnostics", 0, "location", "range", "start", "line", 100_000),
        put("diagnostics", 0, "location", "path", "gone.news.md"),
    ]),
    "json": (lint_json, [
        cut("summary"),
        put("findings", 0, "severity", "fatal"),
        put("findings", 0, "start", "line", 0),
        put("findings", 0, "fingerprint", "x"),
        put("findings", 0, "surprise", 1),
        put("findings", 0, "notes", None),
    ]),
    "jsonl": (lint_jsonl, [
        replaced(b'"severity":"', b'"severity":"very '),
        replaced(b'"code":', b'"rule":'),
        replaced(b'"column":', b'"column":-'),
    ]),
}


def refusals(folder):
    """Broken reports are rejected."""
    for form, (check, changes) in ERRORS.items():
        whole = lint(folder, form)
        for number, change in enumerate(changes):
            BROKEN[form] = change(whole)
            try:
                check(folder, 1)
            except Exception:  # noqa: BLE001, any error of the validator
                continue
            finally:
                del BROKEN[form]
            raise AssertionError(f"{form} is accepted with error number {number + 1}")


def bar(folder):
    """The progress bar is shown only on a terminal: the same run with a pseudo-terminal and with pipes."""
    for number in range(3000):
        (folder / f"{number}.en.news.md").write_text("Karim Adel signed on Tuesday, 18 March 2024.\n" * 200)
    command = [COPYDESK, "lint", "--no-cache", "--format", "concise", "--output", "/dev/null", "--jobs", "1", "."]
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {**os.environ, "TERM": "xterm"}
    child = subprocess.Popen(command, cwd=folder, stdout=theirs, stderr=theirs, stdin=theirs, env=environment)
    os.close(theirs)
    drawn = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break  # Linux reports the end of output as an error.
        if not part:
            break
        drawn += part
    assert child.wait() == 1
    screens = drawn.decode()
    positions = [int(position) for position in re.findall(r"(\d+)/3000 files", screens)]
    assert positions and positions == sorted(positions), repr(screens[-500:])
    assert max(len(line) for line in re.split(r"[\r\n]|\x1b\[[0-9;]*[A-Za-z]", screens)) <= 80, "the bar is wider than 80 columns"
    assert screens.endswith("\x1b[2K3000 files checked: 600000 errors\r\n"), repr(screens[-300:])
    piped = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert piped.returncode == 1 and b"/3000" not in piped.stderr and b"\x1b" not in piped.stderr + piped.stdout, piped.stderr[-300:]


def peak(folder, *arguments, given=(), code=0):
    """The peak memory of a run in MiB, and its standard error."""
    # How much freed memory the allocator keeps for later differs by some 15 MiB from run to run; here it keeps none.
    environment = os.environ | {"MIMALLOC_PURGE_DELAY": "0"}
    with (folder / "said").open("w+b") as said:
        child = subprocess.Popen(
            [COPYDESK, *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        for part in given:
            child.stdin.write(part)
        child.stdin.close()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        message = said.read().decode()
    assert child.returncode == code, f"{arguments} ended with {child.returncode}: {message}"
    return usage.ru_maxrss / 1024, message


def memory(folder):
    """Memory does not grow with a stream: 200 MB take as much as 10 MB. Nor does it grow with a line that is too long."""
    shutil.copy(ROOT / "examples/newsroom/actors.toml", folder)
    texts = [
        "قالت سميرة ناصر إن العقد وُقّع أمس الثلاثاء. " * 60,
        "Karim Adel signed on Tuesday, 18 March 2024, and left last week. " * 60,
    ]
    lines = [json.dumps({"id": str(n), "date": "2024-03-18", "text": texts[n % 2]}) + "\n" for n in range(200)]
    block = "".join(lines).encode()
    for command, code in [(("lint", "--jsonl", "--format", "jsonl", "-"), 1), (("export", "--jsonl", "-"), 0)]:
        held = {}
        for size in [10_000_000, 200_000_000]:
            held[size], _ = peak(folder, *command, given=(block for _ in range(-(-size // len(block)))), code=code)
        few, many = held.values()
        print(f"{command[0]} --jsonl: {few:.1f} MiB for 10 MB, {many:.1f} MiB for 200 MB")
        assert many < few + 8, held
    long = itertools.chain(itertools.repeat(b"x" * (1 << 20), 1024), [b"\n", block])
    held, said = peak(folder, "lint", "--jsonl", "-", given=long, code=2)
    print(f"lint --jsonl: {held:.1f} MiB for a line of 1 GiB")
    assert held < 200 and "-:1: it has 1024 MiB; the limit for an article is 64 MiB" in said, said


def main():
    passed = failed = 0

    def attempt(check, *arguments):
        nonlocal passed, failed
        try:
            check(*arguments)
            passed += 1
        except Exception as error:  # noqa: BLE001, every error is reported and counted
            failed += 1
            about = arguments[0].name
            print(f"{check.__name__}, {about}: {type(error).__name__}: {error}")

    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        faulty, clean = scratch / "faulty", scratch / "clean"
        shutil.copytree(ROOT / "examples/newsroom", faulty)
        for article, text in ARTICLES.items():
            path = faulty / article
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        clean.mkdir()
        (clean / "clean.ar.news.md").write_text("ثم غادر.\n")
        checks = [sarif, junit, checkstyle, github, gitlab, rdjson, lint_json, lint_jsonl, export_jsonl, long_line]
        for check in checks:
            for folder, code in [(faulty, 1), (clean, 0)]:
                attempt(check, folder, code)
        attempt(refusals, faulty)
        for check in [settings, registries, examples, ninjs, html, bar, memory]:
            folder = scratch / check.__name__
            folder.mkdir()
            attempt(check, folder)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
