"""Delivering a report: on standard output in one format, and into files in any."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from civcheck.cli.actions import tell_actions, under_actions, without_commands
from civcheck.cli.console import check_target, options_for_stdout, write_bytes, write_file, write_text
from civcheck.errors import UsageError
from civcheck.messages import LANGUAGES, msg
from civcheck.model.texts import sanitize
from civcheck.report import BINARY, TEXT, Format, Options, renderer

if TYPE_CHECKING:
    from civcheck.model.report import Report


class Delivery(NamedTuple):
    """Where a report goes: to standard output, and into files; looked at before anything is audited."""

    shown: Format
    files: tuple[tuple[Format, Path], ...]
    lang: str

    @classmethod
    def of(cls, fmt: str, output: Sequence[str], lang: str, sources: Sequence[Path]) -> Delivery:
        """Read what the command line asks for.

        Nothing is written into ``sources``: ledgers, and files that are read or kept.

        Raises:
            UsageError: there is no such format or language, or something cannot be written there.
        """
        if lang not in LANGUAGES:
            raise UsageError(msg("error.lang", value=sanitize(lang), names=LANGUAGES))
        shown = format_named(fmt)
        if shown in BINARY and sys.stdout.isatty():
            raise UsageError(msg("error.binary", format=shown.value))
        files = tuple(_target(text, sources) for text in output)
        named = [path.resolve() for _, path in files]
        for _, path in files:
            if named.count(path.resolve()) > 1:
                raise UsageError(msg("error.output-twice", path=sanitize(str(path))))
        return cls(shown, files, lang)

    def deliver(
        self,
        report: Report,
        ledger: str,
        base: str = "",
        pack: str = "",
        earlier: Mapping[str, str] | None = None,
    ) -> bytes:
        """Write the files, then standard output, and what GitHub Actions shows of it; give what was printed.

        Args:
            report: The report.
            ledger: What a command to go on with names behind the rule, as a shell takes it.
            base: The ledger's folder in its repository, for formats that point at files there.
            pack: The pack that was chosen, as a shell takes it.
            earlier: What ``base`` is of ledgers of earlier years, by the folder that the report has them in; those that
                are not named are taken to lie beside the ledger.

        Raises:
            UsageError: something could not be written.
        """
        beside = {each.folder: _beside(base, each.folder) for each in report.provenance.earlier}
        options = options_for_stdout(self.lang, ledger)._replace(
            base=base, pack=sanitize(pack, 2_000), earlier={**beside, **(earlier or {})}
        )
        plain = Options(
            self.lang, ledger=options.ledger, base=base, pack=options.pack, earlier=options.earlier
        )
        for kind, path in self.files:
            write_file(path, renderer(kind)(report, plain))
        raw = renderer(self.shown)(report, options)
        actions = under_actions(os.environ)
        if actions and self.shown in (Format.TERMINAL, Format.LINES):
            raw = without_commands(raw)
        self.show(raw)
        if actions:
            tell_actions(report, options, annotate=self.shown is Format.TERMINAL)
        return raw

    def show(self, raw: bytes) -> None:
        """Print a report that is rendered already.

        Raises:
            UsageError: standard output takes no more.
        """
        (write_text if self.shown in TEXT else write_bytes)(raw, sys.stdout)


def _beside(base: str, folder: str) -> str:
    return f"{base.rstrip('/').rpartition('/')[0]}/{folder}/".lstrip("/")


def repository_of(ledger: Path) -> Path | None:
    """Give the root of the repository in which a ledger lies; None where it lies in none."""
    try:
        folder = ledger.resolve()
    except OSError:
        return None
    return next((root for root in (folder, *folder.parents) if (root / ".git").exists()), None)


def base_of(ledger: Path) -> str:
    """Give a ledger's folder as its repository knows it, ``a/b/``; empty where it lies in none, or is its root."""
    root = repository_of(ledger)
    inside = "." if root is None else ledger.resolve().relative_to(root).as_posix()
    return "" if inside == "." else f"{inside}/"


def format_named(name: str) -> Format:
    """Find a report format by name.

    Raises:
        UsageError: there is no such format.
    """
    try:
        return Format(name)
    except ValueError:
        raise UsageError(msg("error.format", value=sanitize(name), names=tuple(Format))) from None


def _target(text: str, sources: Sequence[Path]) -> tuple[Format, Path]:
    name, sign, path = text.partition("=")
    if not sign or not path:
        raise UsageError(msg("error.output-form", value=sanitize(text)))
    kind, target = format_named(name), Path(path)
    for source in sources:
        if target.resolve() == source.resolve() and not source.is_dir():
            raise UsageError(msg("error.output-source", path=sanitize(path)))
        check_target(target, source)
    return kind, target
