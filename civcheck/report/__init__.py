"""Report formats: one file and one function each, ``Report`` → bytes; they compute nothing."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from civcheck.model.report import Report
from civcheck.report.options import Options


class Format(StrEnum):
    """Every report format."""

    TERMINAL = "terminal"
    JSON = "json"
    LINES = "lines"
    DOCX = "docx"
    XLSX = "xlsx"


TEXT = frozenset({Format.TERMINAL, Format.LINES})
"""Formats that people read on a terminal, in its own encoding."""
BINARY: frozenset[Format] = frozenset({Format.DOCX, Format.XLSX})
"""Formats that make no sense on a terminal."""
Renderer = Callable[[Report, Options], bytes]


def renderer(fmt: Format) -> Renderer:
    """Give the function of a format; its libraries are imported only now."""
    match fmt:
        case Format.TERMINAL:
            from civcheck.report.terminal import render_terminal

            return render_terminal
        case Format.JSON:
            from civcheck.report.json import render_json

            return render_json
        case Format.LINES:
            from civcheck.report.lines import render_lines

            return render_lines
        case Format.DOCX:
            from civcheck.report.docx import render_docx

            return render_docx
        case Format.XLSX:
            from civcheck.report.xlsx import render_xlsx

            return render_xlsx


__all__ = ["BINARY", "TEXT", "Format", "Options", "Renderer", "renderer"]
