"""Make the pictures of docs/reports.md from the sample ledger: Debian's chromium, LibreOffice and poppler draw them."""

from __future__ import annotations

import html
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.text import Text

from civcheck import audit
from civcheck.report import Format, Options, renderer

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
AS_OF = date(2018, 6, 30)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_TERMINAL = (
    "<meta charset=utf-8><style>body{margin:16px;background:#fff;overflow:hidden}"
    "pre{font:15px/1.35 'Noto Sans Mono CJK SC',monospace}</style>"
)


def main() -> None:
    """Make every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    report = audit(ROOT / "sample_ledger", as_of=AS_OF)
    with tempfile.TemporaryDirectory(prefix="civcheck-pictures-") as spare, sync_playwright() as playwright:
        folder = Path(spare)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        ansi = renderer(Format.TERMINAL)(report, Options(width=80, color=True, ledger="台账")).decode()
        _page(folder / "terminal.html", _as_html(ansi))
        _shoot(browser, folder / "terminal.html", "terminal", 760, 900)
        (folder / "report.html").write_bytes(renderer(Format.HTML)(report, Options()))
        _shoot(browser, folder / "report.html", "html", 1200, 1500)
        _shoot(browser, folder / "report.html", "html-390", 390, 1200)
        browser.close()
        for kind in (Format.DOCX, Format.XLSX):
            path = folder / f"report.{kind.value}"
            path.write_bytes(renderer(kind)(report, Options()))
            _first_page(path, folder, kind.value)
    for path in PICTURES.glob("*.png"):
        Image.open(path).convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(path, optimize=True)


def _as_html(ansi: str) -> str:
    console = Console(record=True, width=80, file=open("/dev/null", "w"), legacy_windows=False)  # noqa: SIM115, PTH123
    console.print(Text.from_ansi(ansi), soft_wrap=True)
    return console.export_html(inline_styles=True, code_format="<pre>{code}</pre>")


def _page(path: Path, body: str) -> None:
    path.write_text(
        f"<!doctype html><title>{html.escape(path.stem)}</title>{_TERMINAL}{body}", encoding="utf-8"
    )


def _shoot(browser: Browser, path: Path, name: str, width: int, height: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(path.as_uri())
    page.screenshot(path=str(PICTURES / f"{name}.png"))
    page.close()


def _first_page(path: Path, folder: Path, name: str) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    office = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(office, check=True, capture_output=True)
    draw = ["pdftoppm", "-r", "70", "-f", "1", "-l", "1", "-singlefile", "-png"]
    subprocess.run([*draw, str(path.with_suffix(".pdf")), str(PICTURES / name)], check=True)


if __name__ == "__main__":
    main()
