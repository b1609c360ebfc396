"""Laying office files out on pages with LibreOffice, to look at them as a printer would see them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

FONTS = Path(__file__).parent / "fonts" / "fonts.conf"

# in CI a missing program is a failure of the test, anywhere else a reason to skip
needs_libreoffice = pytest.mark.skipif(
    not os.environ.get("CI") and not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="LibreOffice or poppler-utils is not installed",
)


def pdf_of(raw: bytes, kind: str, folder: Path) -> Path:
    """Lay a file out, with a fresh profile so that nobody's settings matter."""
    source = folder / f"report.{kind}"
    source.write_bytes(raw)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder), str(source)],
        check=True, capture_output=True, timeout=180, env={**os.environ, "FONTCONFIG_FILE": str(FONTS)},
    )  # fmt: skip
    return folder / "report.pdf"


def pages_of(pdf: Path) -> list[str]:
    """Give the text of every page, without blanks."""
    run = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, timeout=60)
    return [re.sub(r"\s", "", page) for page in run.stdout.decode().split("\f")[:-1]]


def fonts_of(pdf: Path) -> str:
    """Name the fonts of a file."""
    return subprocess.run(["pdffonts", str(pdf)], check=True, capture_output=True, timeout=60).stdout.decode()


def size_of(pdf: Path) -> tuple[float, float]:
    """Give width and height of the first page in points."""
    run = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, timeout=60)
    found = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", run.stdout.decode())
    assert found is not None
    return float(found[1]), float(found[2])
