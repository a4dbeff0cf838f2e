"""Validates every report that copydesk writes for programs. Usage: validate.py COPYDESK FOLDER-OF-SCHEMAS"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import jsonschema
from lxml import etree

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
COPYDESK, SCHEMAS = sys.argv[1], pathlib.Path(sys.argv[2])

ARTICLES = {
    "50%, خبر: ميناء.ar.news.md": "---\ndate: 2024-03-18\n---\nقال 100%، «في الثلاثاء 18 مارس 2024: [x](actor:a%0Ab,c:d) <&\"'>\n",
    "deep/a b,c.en.news.md": "---\ndate: 2024-03-18\n---\nOn Tuesday, 18 March 2024, 31 June 2024: “100%\n\nNadia Farah & <Karim Adel>.\n",
    "control.en.news.md": "On 31 June 2024 he \x01 left \u200b\u202e “x\ufffe\n",
    "emoji.ar.news.md": "😀 في 31 يونيو 2024 😀\n",
}


def lint(folder, form, code=1):
    command = [COPYDESK, "lint", "--no-cache", "--format", form, "."]
    ran = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert ran.returncode == code, f"{form} ended with {ran.returncode}: {ran.stderr.decode()}"
    return ran.stdout


def sarif(folder, code):
    log = json.loads(lint(folder, "sarif", code))
    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text())
    validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    faults = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(log)]
    assert not faults, "\n".join(faults[:10])


def junit(folder, code):
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))
    schema.assertValid(etree.fromstring(lint(folder, "junit", code)))


def checkstyle(folder, code):
    """Its report has no published schema; this is what its readers rely on."""
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
    """As the runner of GitHub reads it: percent last."""
    for code, character in [("%0D", "\r"), ("%0A", "\n"), *more, ("%25", "%")]:
        text = text.replace(code, character)
    return text


def github(folder, code):
    """The lines are read back as the runner does and compared with the findings as JSON."""
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
    """A hundred megabytes on one line: what stands behind them is found, and shown without them."""
    if code == 0:
        return
    path = folder / "long.ar.news.md"
    with path.open("w") as file:
        for _ in range(1000):
            file.write("كلام طويل جداً " * 4000)
        file.write("في 31 يونيو 2024\n")
    try:
        assert path.stat().st_size > 100_000_000
        found = lint(folder, "full").decode()
        assert "long.ar.news.md:1:" in found and max(map(len, found.splitlines())) < 1000
    finally:
        path.unlink()


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        faulty, clean = pathlib.Path(scratch, "faulty"), pathlib.Path(scratch, "clean")
        shutil.copytree(ROOT / "examples/newsroom", faulty)
        for name, text in ARTICLES.items():
            path = faulty / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        clean.mkdir()
        (clean / "clean.ar.news.md").write_text("ثم غادر.\n")
        for check in [sarif, junit, checkstyle, github, gitlab, rdjson, long_line]:
            for folder, code in [(faulty, 1), (clean, 0)]:
                try:
                    check(folder, code)
                    passed += 1
                except Exception as error:  # noqa: BLE001, every fault is told and counted
                    failed += 1
                    print(f"{check.__name__}, {folder.name}: {type(error).__name__}: {error}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
