"""``html``: the report a leader opens from disk: one file that asks nothing of any network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from civcheck.messages import msg
from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.problem import Weight
from civcheck.model.report import Report
from civcheck.report.html_parts import besides, overview
from civcheck.report.html_parts.calendar import calendar
from civcheck.report.html_parts.cards import points_of_cards
from civcheck.report.html_parts.evidence import SHORT, Catalogue
from civcheck.report.html_parts.marks import mark
from civcheck.report.html_parts.once import once
from civcheck.report.options import Options
from civcheck.report.words import Words

_PARTS = "civcheck.report.html_parts"
_LANG = {"zh": "zh-CN", "en": "en"}


def render_html(report: Report, options: Options) -> bytes:
    """Render one page with its style and script in it; the policy in its head lets nothing else run or load."""
    words = Words(options.lang)
    style, script = _asset("report.css"), _asset("report.js")
    page = _environment().get_template("page.html")
    text = page.render(
        lang=_LANG.get(options.lang, options.lang),
        policy=_policy(style, script),
        # both are the package's own, and hold no text of a report
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        say=words,
        t=_page_words(words),
        **_views(report, options, words),
    )
    return text.encode("utf-8", "replace")


def _views(report: Report, options: Options, words: Words) -> dict[str, Any]:
    """Turn a report into what the template shows, in plain texts and numbers."""
    catalogue = Catalogue(report, words)
    points = points_of_cards(report, catalogue, words)
    if catalogue.sparing is SHORT:
        points = once(points, words)
    return {
        "head": overview.head(report, words),
        "steps": overview.first_steps(report, words),
        "rows": overview.point_rows(report, words),
        "calendar": calendar(report, words),
        "points": points,
        "entries": catalogue.entries(),
        "marks": tuple(mark(outcome, words) for outcome in Outcome),
        "forces": tuple((int(each), words(f"obligation.{each.code}")) for each in sorted(Obligation)[::-1]),
        "long": catalogue.sparing is SHORT,
        "incomplete": besides.incomplete(report, words),
        "folders": besides.folders(report, options, words),
        "unread": besides.told(report, Weight.UNREAD, words),
        "values": besides.told(report, Weight.VALUE, words),
        "value_count": sum(problem.weight is Weight.VALUE for problem in report.problems),
        "unread_count": sum(problem.weight is Weight.UNREAD for problem in report.problems),
        "waiting": besides.waiting(report, words),
        "judgements": besides.judgements(report, words),
        "questions": besides.questions(report, words),
        "lists": tuple(besides.lists(report, words)),
        "score": besides.score(report, words),
        "foot": besides.foot(report, words),
    }


def _page_words(words: Words) -> Callable[..., str]:
    """Give the template its own messages by the last part of their id."""

    def said(name: str, **params: Any) -> str:
        return words.say(msg(f"html.{name}", **params))

    return said


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(_PARTS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _asset(name: str) -> str:
    return resources.files(_PARTS).joinpath(name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    """Allow this style and this script by their digests, pictures within the page, and nothing else."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
