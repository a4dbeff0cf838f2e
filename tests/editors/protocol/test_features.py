"""The server with an independent client, pytest-lsp, with the capabilities of VS Code and of Neovim."""

import asyncio
import json
import os
import pathlib
import shutil
import subprocess

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

REPO = pathlib.Path(__file__).resolve().parents[3]
SERVER = os.environ["COPYDESK"]
ARTICLES = ["harbour.ar.news.md", "harbour.en.news.md", "harbour-cast.ar.news.md", "school.en.news.md", "scraped.ar.txt"]
UNITS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}


@pytest.fixture
def room(tmp_path):
    return pathlib.Path(shutil.copytree(REPO / "examples/newsroom", tmp_path / "newsroom"))


@pytest_lsp.fixture(params=["visual-studio-code", "neovim"], config=ClientServerConfig(server_command=[SERVER, "lsp"]))
async def client(request, lsp_client: LanguageClient, room):
    lsp_client.registered = []

    # What an editor does when the server asks, and pytest-lsp does not.
    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams):
        lsp_client.registered.extend(params.registrations)

    for refresh in ["codeLens", "inlayHint", "semanticTokens"]:
        lsp_client.feature(f"workspace/{refresh}/refresh")(lambda *_: None)

    answer = await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities(request.param),
            workspace_folders=[types.WorkspaceFolder(uri=room.as_uri(), name="newsroom")],
        )
    )
    lsp_client.answer = answer.capabilities
    lsp_client.units = UNITS[(answer.capabilities.position_encoding or "utf-16")]
    yield
    await lsp_client.shutdown_session()


class Article:
    """An open document, and positions in it."""

    def __init__(self, client, path):
        self.client, self.uri = client, path.as_uri()
        self.text = path.read_bytes().decode()
        language = "newsmd" if path.name.endswith(".news.md") else "toml" if path.suffix == ".toml" else "plaintext"
        self.name = types.TextDocumentIdentifier(uri=self.uri)
        client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(self.uri, language, 1, self.text))
        )

    def place(self, words, into=0):
        at = self.text.index(words) + into
        before = self.text[:at].split("\n")
        width = len("a".encode(self.client.units))
        return types.Position(len(before) - 1, len(before[-1].encode(self.client.units)) // width)

    def slice(self, span):
        width = len("a".encode(self.client.units))
        line = self.text.split("\n")[span.start.line].encode(self.client.units)
        return line[span.start.character * width : span.end.character * width].decode(self.client.units)

    async def findings(self):
        if self.client.answer.diagnostic_provider:
            report = await self.client.text_document_diagnostic_async(types.DocumentDiagnosticParams(self.name))
            return list(report.items)
        while self.uri not in self.client.diagnostics:
            await self.client.wait_for_notification("textDocument/publishDiagnostics")
        return list(self.client.diagnostics[self.uri])


@pytest.mark.asyncio
async def test_findings_are_those_of_the_linter(client, room):
    done = subprocess.run(
        [SERVER, "lint", "--format", "json", "--level", "unregistered-name=hint"], cwd=room, capture_output=True
    )
    expected = {}
    for one in json.loads(done.stdout)["findings"]:
        text = (room / one["path"]).read_bytes()
        words = text[one["start"]["offset"] : one["end"]["offset"]].decode()
        expected.setdefault(one["path"], []).append((one["start"]["line"] - 1, one["code"], words))
    assert sum(map(len, expected.values())) > 15
    for name in ARTICLES:
        article = Article(client, room / name)
        found = [(one.range.start.line, one.code, article.slice(one.range)) for one in await article.findings()]
        assert sorted(found) == sorted(expected.get(name, [])), name


@pytest.mark.asyncio
async def test_registries_and_articles_are_watched(client, room):
    article = Article(client, room / "harbour.ar.news.md")
    await article.findings()
    watches = client.capabilities.workspace.did_change_watched_files
    if not (watches and watches.dynamic_registration):
        assert client.registered == []
        return
    [one] = [one for one in client.registered if one.method == "workspace/didChangeWatchedFiles"]
    assert "toml" in str(one.register_options)


@pytest.mark.asyncio
async def test_hover_and_definition(client, room):
    article = Article(client, room / "harbour.ar.news.md")
    hover = await client.text_document_hover_async(types.HoverParams(article.name, article.place("سميرة ناصر", 2)))
    assert "Samira Nasser" in hover.contents.value and "وزيرة الموانئ" in hover.contents.value
    found = await client.text_document_definition_async(
        types.DefinitionParams(article.name, article.place("](actor:samira", 9))
    )
    first = found[0] if isinstance(found, (list, tuple)) else found
    assert (getattr(first, "target_uri", None) or first.uri).endswith("actors.toml")


@pytest.mark.asyncio
async def test_latin_letters_find_an_arabic_name(client, room):
    article = Article(client, room / "harbour.ar.news.md")
    end = article.text.count("\n")
    article.text += "\nوقالت [sam"
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(version=2, uri=article.uri),
            [
                types.TextDocumentContentChangePartial(
                    range=types.Range(types.Position(end, 0), types.Position(end, 0)), text="\nوقالت [sam"
                )
            ],
        )
    )
    answer = await client.text_document_completion_async(
        types.CompletionParams(article.name, article.place("[sam", 4))
    )
    items = answer.items if hasattr(answer, "items") else answer
    assert items[0].label == "سميرة ناصر"
    assert items[0].text_edit.new_text == "[سميرة ناصر](actor:samira-nasser)"
    assert article.slice(items[0].text_edit.range) == "[sam"
    resolved = await client.completion_item_resolve_async(items[0])
    assert "Samira Nasser" in resolved.documentation.value


@pytest.mark.asyncio
async def test_a_quick_fix_and_all_safe_fixes(client, room):
    article = Article(client, room / "harbour.ar.news.md")
    finding = next(one for one in await article.findings() if one.code == "unknown-actor")
    asked = types.CodeActionParams(article.name, finding.range, types.CodeActionContext(diagnostics=[finding]))
    titles = [action.title for action in await client.text_document_code_action_async(asked)]
    assert any("sahil-lines" in title for title in titles)
    whole = types.Range(types.Position(0, 0), types.Position(article.text.count("\n"), 0))
    asked = types.CodeActionParams(
        article.name, whole, types.CodeActionContext(diagnostics=[], only=["source.fixAll.copydesk"])
    )
    [action] = await client.text_document_code_action_async(asked)
    if action.edit is None:
        action = await client.code_action_resolve_async(action)
    changes = action.edit.document_changes
    edits = changes[0].edits if changes else action.edit.changes[article.uri]
    assert any("karim-adel" in edit.new_text for edit in edits)


@pytest.mark.asyncio
async def test_an_id_is_renamed_everywhere(client, room):
    article = Article(client, room / "harbour.ar.news.md")
    at = article.place("actor:samira-nasser", 8)
    assert await client.text_document_prepare_rename_async(types.PrepareRenameParams(article.name, at))
    edit = await client.text_document_rename_async(types.RenameParams(article.name, at, "s-nasser"))
    files = {one.text_document.uri for one in edit.document_changes or []} or set(edit.changes)
    assert {file.rsplit("/", 1)[1] for file in files} == {
        "actors.toml", "harbour-cast.ar.news.md", "harbour.ar.news.md", "harbour.en.news.md", "school.en.news.md",
    }  # fmt: skip


@pytest.mark.asyncio
async def test_outline_lenses_and_cast(client, room):
    article = Article(client, room / "harbour.ar.news.md")
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(article.name))
    assert symbols[0].name == "توسعة ميناء مرسى النخيل تبدأ في يونيو"
    registry = Article(client, room / "actors.toml")
    lenses = await client.text_document_code_lens_async(types.CodeLensParams(registry.name))
    resolved = await client.code_lens_resolve_async(lenses[0])
    assert resolved.command.command == "copydesk.showReferences" and "mention" in resolved.command.title
    cast = await client.workspace_execute_command_async(
        types.ExecuteCommandParams("copydesk.castAndTimeline", [{"uri": article.uri}])
    )
    cast = json.loads(json.dumps(cast, default=lambda value: value._asdict() if hasattr(value, "_asdict") else vars(value)))
    samira = next(actor for actor in cast["actors"] if actor["id"] == "samira-nasser")
    assert samira["role"] and cast["reference"] == "2024-03-18"


@pytest.mark.asyncio
async def test_settings_are_seen_at_once(client, room):
    article = Article(client, room / "harbour.ar.news.md")
    assert "ambiguous-actor" in [one.code for one in await article.findings()]
    client.diagnostics.clear()
    client.workspace_did_change_configuration(
        types.DidChangeConfigurationParams(settings={"copydesk": {"rules": {"ambiguous-actor": "off"}}})
    )
    assert "ambiguous-actor" not in [one.code for one in await asyncio.wait_for(article.findings(), 20)]
