"""A real browser for tests: Debian's chromium, driven over no network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None and "CI" not in os.environ, reason="chromium is not installed"
)


class Watched:
    """What a page did that it must not do: dialogs, console messages, errors, requests for anything but itself."""

    def __init__(self, page: Any, url: str) -> None:
        self.seen: list[str] = []
        page.on("dialog", self._dialog)
        page.on("console", lambda message: self.seen.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.seen.append(f"error: {error}"))
        page.on("request", lambda asked: asked.url == url or self.seen.append(f"request: {asked.url}"))

    def _dialog(self, dialog: Any) -> None:
        self.seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@contextmanager
def browser() -> Iterator[Any]:
    """Start a browser with a profile of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))


@contextmanager
def opened(launched: Any, path: Path, width: int = 1440, **context: Any) -> Iterator[tuple[Any, Watched]]:
    """Open a file at a width."""
    made = launched.new_context(viewport={"width": width, "height": 900}, **context)
    page = made.new_page()
    url = path.as_uri()
    watched = Watched(page, url)
    page.goto(url)
    try:
        yield page, watched
    finally:
        made.close()


def axe_violations(page: Any) -> list[str]:
    """Run axe-core in a page whose policy is bypassed, and list what it objects to."""
    page.evaluate(resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"][:3]]
