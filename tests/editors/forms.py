"""Checks the configurations of editors that are not run here."""

import json
import pathlib
import re
import subprocess
import sys
import tomllib
import os

REPO = pathlib.Path(__file__).resolve().parents[2]
EDITORS = REPO / "editors"
passed = failed = 0


def test(body):
    global passed, failed
    try:
        body()
        passed += 1
        print(f"ok    {body.__doc__}")
    except Exception as problem:
        failed += 1
        print(f"FAIL  {body.__doc__}\n      {problem!r}")


def commented_json(path):
    return json.loads(re.sub(r"^\s*//.*$", "", path.read_text("utf-8"), flags=re.MULTILINE))


@test
def helix():
    """Helix: the configuration names the server, and the file type"""
    config = tomllib.loads((EDITORS / "helix/languages.toml").read_text("utf-8"))
    assert config["language-server"]["copydesk"] == {"command": "copydesk", "args": ["lsp"]}
    languages = {one["name"]: one for one in config["language"]}
    article, toml = languages["newsmd"], languages["toml"]
    assert set(languages) == {"newsmd", "toml", "xml", "html", "json"}
    markup = config["language-server"]["copydesk-markup"]
    assert markup == {"command": "copydesk", "args": ["lsp"], "required-root-patterns": ["copydesk.toml"]}
    assert all(languages[name]["language-servers"][-1] == "copydesk-markup" for name in ("xml", "html", "json"))
    assert article["name"] == "newsmd" and article["file-types"] == [{"glob": "*.news.md"}]
    assert article["language-servers"] == ["copydesk"] and "copydesk" in toml["language-servers"]
    for query in (EDITORS / "helix/queries/newsmd").iterdir():
        assert query.read_text("utf-8") == "; inherits: markdown\n"


@test
def zed():
    """Zed: manifest and crate agree"""
    manifest = tomllib.loads((EDITORS / "zed/extension.toml").read_text("utf-8"))
    crate = tomllib.loads((EDITORS / "zed/Cargo.toml").read_text("utf-8"))
    assert manifest["version"] == crate["package"]["version"]
    assert manifest["language_servers"]["copydesk"]["languages"] == ["Markdown", "TOML", "XML", "HTML", "JSON"]


@test
def sublime():
    """Sublime Text: the settings name the server, for the scope of the syntax"""
    settings = commented_json(EDITORS / "sublime/LSP-copydesk.sublime-settings")["clients"]["copydesk"]
    assert settings["command"] == ["copydesk", "lsp"]
    syntax = (EDITORS / "sublime/News Markdown.sublime-syntax").read_text("utf-8")
    [scope] = re.findall(r"^scope: (\S+)$", syntax, re.MULTILINE)
    assert scope in settings["selector"]
    assert all(one in settings["selector"] for one in ("text.xml", "text.html.basic", "source.json"))
    ids = commented_json(EDITORS / "sublime/language-ids.sublime-settings")
    assert ids == {scope: "newsmd", "text.xml": "xml", "text.html.basic": "html"}


@test
def kakoune():
    """Kakoune: the tables are TOML"""
    source = (EDITORS / "kakoune/copydesk.kak").read_text("utf-8")
    tables = re.findall(r"lsp_servers %\{(.*?)\n    \}", source, re.DOTALL)
    assert len(tables) == 3
    for table in tables:
        assert tomllib.loads(table)["copydesk"]["args"] == ["lsp"]


@test
def schema():
    """VS Code: the schema of copydesk.toml has the keys of the program"""
    schema = json.loads((EDITORS / "vscode/schemas/copydesk.json").read_text("utf-8"))
    folder = pathlib.Path(subprocess.run(["mktemp", "-d"], capture_output=True, text=True).stdout.strip())
    try:
        (folder / "copydesk.toml").write_text("qqqqqqqqqqqq = 1\n", "utf-8")
        done = subprocess.run(
            [os.environ["COPYDESK"], "lint", "--format", "json", "."], cwd=folder, capture_output=True, text=True
        )
    finally:
        (folder / "copydesk.toml").unlink()
        folder.rmdir()
    [note] = [note for one in json.loads(done.stdout)["findings"] for note in one["notes"]]
    assert set(note.removeprefix("the settings are ").split(", ")) == set(schema["properties"]), note


@test
def pages():
    """Each editor has a page, and the table of docs/editors.md names it"""
    table = (REPO / "docs/editors.md").read_text("utf-8")
    for folder in EDITORS.iterdir():
        assert (folder / "README.md").is_file(), folder
        assert f"editors/{folder.name}/README.md" in table, folder


@test
def named_tests():
    """Each test in the table of docs/editors.md exists"""
    read = lambda *patterns: "\n".join(path.read_text("utf-8") for one in patterns for path in sorted(REPO.glob(one)))
    sources = {
        "it": read("tests/it/lsp.rs", "tests/it/lsp/*.rs"),
        "protocol": read("tests/editors/protocol/*.py"),
        "VS Code": read("tests/editors/vscode/*.mjs", "tests/editors/vscode/host/*.js"),
        "Neovim": read("tests/editors/neovim.lua"),
        "Emacs": read("tests/editors/emacs/*.el"),
        "Vim": read("tests/editors/vim/*.vim"),
    }
    table = (REPO / "docs/editors.md").read_text("utf-8").split("| feature | tests |")[1]
    rows = re.findall(r"^\| ([^|-][^|]*) \| (.+) \|$", table, re.MULTILINE)
    assert len(rows) > 30, rows
    for feature, cell in rows:
        # `it: `one`, `two`; VS Code, Neovim: *three*`: whose, and then names.
        parts = re.findall(r"(?:^|; )((?:ide|it|protocol|VS Code|Neovim|Emacs|Vim)(?:, (?:VS Code|Neovim|Emacs|Vim))*): ", cell)
        texts = re.split(r"(?:^|; )(?:(?:ide|it|protocol|VS Code|Neovim|Emacs|Vim)(?:, (?:VS Code|Neovim|Emacs|Vim))*): ", cell)[1:]
        assert parts and len(parts) == len(texts), feature
        for whose, text in zip(parts, texts):
            names = re.findall(r"`([^`]+)`|\*([^*]+)\*", text)
            assert names, (feature, whose)
            for code, words in names:
                for one in whose.split(", "):
                    if one == "ide":
                        assert "mod tests" in (REPO / "src/ide" / code).read_text("utf-8"), (feature, code)
                    elif code:
                        assert re.search(rf"\b(?:fn|def) {code}\(", sources[one]), (feature, one, code)
                    else:
                        wanted = ".*".join(map(re.escape, words.split("…")))
                        assert re.search(rf"['\"]{wanted}['\"]", sources[one]), (feature, one, words)


print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
