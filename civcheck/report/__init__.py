"""Report formats: one file and one function each, ``Report`` → bytes; they compute nothing."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from civcheck.report.options import Options

if TYPE_CHECKING:
    from civcheck.model.report import Report


class Format(StrEnum):
    """Every report format."""

    TERMINAL = "terminal"
    JSON = "json"
    LINES = "lines"
    SARIF = "sarif"
    JUNIT = "junit"
    MARKDOWN = "markdown"
    GITHUB = "github"
    GITLAB = "gitlab"
    CSV = "csv"
    OSCAL = "oscal"
    OSCAL_CATALOG = "oscal-catalog"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"


TEXT = frozenset({Format.TERMINAL, Format.LINES, Format.MARKDOWN, Format.GITHUB})
"""Formats that people read on a terminal, in its own encoding."""
BINARY: frozenset[Format] = frozenset({Format.DOCX, Format.XLSX})
"""Formats that make no sense on a terminal."""
Renderer = Callable[["Report", Options], bytes]


def renderer(fmt: Format) -> Renderer:  # noqa: C901 - a flat case a format, so that mypy names what is forgotten
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
        case Format.SARIF:
            from civcheck.report.sarif import render_sarif

            return render_sarif
        case Format.JUNIT:
            from civcheck.report.junit import render_junit

            return render_junit
        case Format.MARKDOWN:
            from civcheck.report.markdown import render_markdown

            return render_markdown
        case Format.GITHUB:
            from civcheck.report.github import render_github

            return render_github
        case Format.GITLAB:
            from civcheck.report.gitlab import render_gitlab

            return render_gitlab
        case Format.CSV:
            from civcheck.report.csv import render_csv

            return render_csv
        case Format.OSCAL:
            from civcheck.report.oscal import render_oscal

            return render_oscal
        case Format.OSCAL_CATALOG:
            from civcheck.report.oscal import render_oscal_catalog

            return render_oscal_catalog
        case Format.HTML:
            from civcheck.report.html import render_html

            return render_html
        case Format.DOCX:
            from civcheck.report.docx import render_docx

            return render_docx
        case Format.XLSX:
            from civcheck.report.xlsx import render_xlsx

            return render_xlsx


__all__ = ["BINARY", "TEXT", "Format", "Options", "Renderer", "renderer"]
