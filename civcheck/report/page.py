"""A page of text in a terminal: rows of at most so many cells, painted or plain."""

from __future__ import annotations

from collections.abc import Iterable

from civcheck.model.problem import Problem
from civcheck.model.report import FolderGuess
from civcheck.model.shell import COMMAND_CHARACTERS
from civcheck.model.texts import sanitize
from civcheck.report.commands import guess_said
from civcheck.report.layout import hang, width_of, wrap
from civcheck.report.sentences import shown
from civcheck.report.words import Words

_LABEL = 11
_NARROWEST = 40


class Page:
    """Rows that grow downwards; ``width`` counts terminal cells."""

    def __init__(self, words: Words, width: int, color: bool) -> None:
        self.words, self.color = words, color
        self.width = max(_NARROWEST, width)
        self.rows: list[str] = []

    def paint(self, text: str, code: str) -> str:
        """Give a text its colour, where there are colours."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text

    def text(self, text: str, indent: int = 0, code: str = "") -> None:
        """Add a paragraph."""
        for line in wrap(text, self.width - indent):
            row = " " * indent + line
            self.rows.append(self.paint(row, code) if code else row)

    def commanded(self, id: str, command: str, indent: int = 0, **params: str) -> None:
        """Add a sentence that ends with a command; one that does not fit stands whole on a row of its own."""
        said = self.words(id, command=command, **params)
        if indent + width_of(said) <= self.width:
            self.rows.append(" " * indent + said)
            return
        self.text(self.words(id, command="", **params).rstrip(), indent)
        self.rows.append(" " * (indent + 3) + sanitize(command, COMMAND_CHARACTERS))

    def counted(self, parts: Iterable[tuple[str, str]]) -> None:
        """Add short texts, each with its colour, on as many lines as they need."""
        line: list[str] = []
        used = 0
        for text, code in parts:
            if line and used + 3 + width_of(text) > self.width:
                self.rows.append(" · ".join(line))
                line, used = [], 0
            used += width_of(text) + (3 if line else 0)
            line.append(self.paint(text, code))
        self.rows.append(" · ".join(line))

    def listed(self, head: str, text: str, indent: int) -> None:
        """Add a paragraph behind ``head``, later lines set in by ``indent``."""
        self.rows += hang(head, text, self.width, indent)

    def labelled(self, label: str, text: str) -> None:
        """Add a paragraph with its label before it."""
        lines = hang(f"   {label}", text, self.width, _LABEL)
        if self.color:
            lines[0] = lines[0].replace(label, self.paint(label, "1"), 1)
        self.rows += lines

    def section(self, title: str, code: str = "1") -> None:
        """Begin a section below a line across the page."""
        title = self.words.begun(title)
        bar = "─" * max(0, self.width - width_of(title) - 4)
        self.rows += ["", self.paint(f"── {title} {bar}", code)]

    def problem(self, problem: Problem) -> None:
        """Add an input problem: what is wrong, where, why it matters, how to mend it."""
        words = self.words
        self.text(words("problem.line", weight=words(f"weight.{problem.weight.value}"), what=problem.what), 1)
        self.text(f"--> {shown(problem.place)}", 3)
        self.labelled(words("label.why"), words.say(problem.why))
        first, *more = words.lines(problem.cure)
        self.labelled(words("label.fix"), first)
        self.rows += [" " * _LABEL + line for line in more]  # lines to paste stay whole

    def guess(self, guess: FolderGuess, title: str, command: str) -> None:
        """Add a folder with the point that it seems to belong to, and below it the command to go on with."""
        first, *rest = wrap(self.words.say(guess_said(guess, title)), self.width - 5)
        self.rows += [f"  {first}", *(f"     {row}" for row in rest)]
        self.rows.append(" " * 5 + sanitize(command, COMMAND_CHARACTERS))

    def more(self, count: int) -> None:
        """Say how many more there are, if any."""
        if count > 0:
            self.text(self.words("more", count=str(count)), 1)
