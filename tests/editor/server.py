"""A small client of the Language Server Protocol, for yaml-language-server on its standard input and output."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from pathlib import Path
from typing import Any, NamedTuple

PATIENCE = 60.0
"""Seconds that any answer may take; a test that waits so long has found a defect."""
SETTINGS = {
    "yaml": {
        "validate": True,
        "hover": True,
        "completion": True,
        "schemaStore": {"enable": False},
        "kubernetesCRDStore": {"enable": False},
    }
}


class Said(NamedTuple):
    """One diagnostic: its first line and column, both from 0, the text that it marks, and what it says."""

    line: int
    column: int
    marked: str
    message: str


class Document:
    """A text that stands open in the editor."""

    def __init__(self, server: Server, path: Path, text: str) -> None:
        self.server, self.uri, self.text = server, path.as_uri(), text
        item = {"uri": self.uri, "languageId": "yaml", "version": 1, "text": text}
        server.published.pop(self.uri, None)
        server.notify("textDocument/didOpen", {"textDocument": item})

    def said(self) -> list[Said]:
        """Wait for the diagnostics of the text and give them in the order of their places."""
        lines = self.text.split("\n")
        found = []
        for each in self.server.diagnostics(self.uri):
            first, last = each["range"]["start"], each["range"]["end"]
            line = lines[first["line"]]
            end = last["character"] if last["line"] == first["line"] else len(line)
            found.append(
                Said(first["line"], first["character"], line[first["character"] : end], each["message"])
            )
        return sorted(found)

    def hover(self, word: str) -> str:
        """Give the text that shows when the pointer rests on a word, blanks before it apart; empty for none."""
        at = self.text.index(word) + len(word) - len(word.lstrip())
        found = self.server.ask("textDocument/hover", self._at(at))
        return found["contents"]["value"] if found else ""

    def completions(self, mark: str = "|") -> list[dict[str, Any]]:
        """Give what the editor offers where the mark stands, which is no part of the text."""
        at = self.text.index(mark)
        self.text = self.text[:at] + self.text[at + len(mark) :]
        change = {"textDocument": {"uri": self.uri, "version": 2}, "contentChanges": [{"text": self.text}]}
        self.server.notify("textDocument/didChange", change)
        found = self.server.ask("textDocument/completion", self._at(at))
        return list(found["items"] if isinstance(found, dict) else found or [])

    def _at(self, offset: int) -> dict[str, Any]:
        before = self.text[:offset]
        position = {"line": before.count("\n"), "character": offset - before.rfind("\n") - 1}
        return {"textDocument": {"uri": self.uri}, "position": position}


class Server:
    """A running server; ``published`` are the diagnostics by document, as they came last."""

    def __init__(
        self,
        command: list[str],
        root: Path,
        locale: str = "zh-cn",
        schemas: dict[str, list[str]] | None = None,
    ) -> None:
        self.settings = {"yaml": {**SETTINGS["yaml"], "schemas": schemas or {}}}
        self.published: dict[str, list[dict[str, Any]]] = {}
        self._answers: dict[int, queue.Queue[dict[str, Any]]] = {}
        self._news = threading.Condition()
        self._last = 0
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        threading.Thread(target=self._listen, daemon=True).start()
        able = {
            "textDocument": {
                "completion": {
                    "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}
                },
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {"relatedInformation": True},
            },
            "workspace": {"configuration": True, "workspaceFolders": True},
        }
        folder = {"uri": root.as_uri(), "name": root.name}
        hello = {
            "processId": None,
            "locale": locale,
            "rootUri": root.as_uri(),
            "capabilities": able,
            "workspaceFolders": [folder],
        }
        self.ask("initialize", hello)
        self.notify("initialized", {})
        self.notify("workspace/didChangeConfiguration", {"settings": self.settings})

    def open(self, path: Path, text: str) -> Document:
        """Open a text as if it were that file, which need not be there."""
        return Document(self, path, text)

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """Wait until the server has spoken of a document."""
        with self._news:
            assert self._news.wait_for(lambda: uri in self.published, PATIENCE), f"nothing came about {uri}"
            return self.published[uri]

    def ask(self, method: str, params: Any) -> Any:
        """Send a request and wait for its result."""
        self._last += 1
        number = self._last
        answer = self._answers[number] = queue.Queue(1)
        self._send({"id": number, "method": method, "params": params})
        found = answer.get(timeout=PATIENCE)
        assert "error" not in found, found["error"]
        return found["result"]

    def notify(self, method: str, params: Any) -> None:
        """Send what wants no answer."""
        self._send({"method": method, "params": params})

    def close(self) -> None:
        """Say goodbye, and make sure that the process ends."""
        try:
            self.ask("shutdown", None)
            self.notify("exit", None)
            self._process.wait(10)
        finally:
            self._process.kill()
            self._process.wait()

    # --- frames

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while header := stream.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                header = stream.readline()
            self._take(json.loads(stream.read(length)))

    def _take(self, message: dict[str, Any]) -> None:
        if "method" not in message:
            self._answers.pop(message["id"]).put(message)
        elif message["method"] == "textDocument/publishDiagnostics":
            with self._news:
                self.published[message["params"]["uri"]] = message["params"]["diagnostics"]
                self._news.notify_all()
        elif "id" in message:
            self._send({"id": message["id"], "result": self._answer(message)})

    def _answer(self, message: dict[str, Any]) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        return [self.settings.get(each.get("section"), {}) for each in message["params"]["items"]]
