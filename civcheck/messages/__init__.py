"""Messages: an id with parameters, turned into text only where it is shown, one catalogue per language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import import_module
from typing import Any

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said, in no language yet.

    ``params`` are texts, numbers, days, other messages, or sequences of these.
    """

    id: str
    params: Mapping[str, Any] = field(default_factory=dict)


def msg(id: str, /, **params: Any) -> Message:
    """Name a message of the catalogue and what it speaks of."""
    return Message(id, params)


def joined(how: str, texts: Iterable[Any], /) -> Message:
    """Put texts or messages together by a joiner of the catalogue: ``clauses`` by ； in Chinese."""
    return Message(f"joined.{how}", {"texts": tuple(texts)})


def quoted(texts: Iterable[Any]) -> Message:
    """List texts that the message puts in quotation marks: each gets its own."""
    return joined("quoted", texts)


def plain(text: str) -> Message:
    """Wrap a text that already is in the reader's language (a remedy from a rule pack)."""
    return Message("plain", {"text": text})


def say(message: Message, lang: str = "zh") -> str:
    """Turn a message into text.

    Raises:
        KeyError: the catalogue has no such id: a bug, caught by the tests of the catalogue.
    """
    texts = catalogue(lang)
    template = texts[message.id] if message.id in texts else catalogue("zh")[message.id]
    if message.id.startswith("joined."):
        return template.join(_shown(each, lang) for each in message.params["texts"])
    shown = _Shown({name: _shown(value, lang) for name, value in message.params.items()})
    if "|" in template:
        shown = _Shown({name: _Counted(text) for name, text in shown.items()})
    if "meant?" in template:
        meant = shown.get("meant", "")
        shown["meant?"] = texts["meant"].format(name=meant) if meant else ""
    if shown.get("names") == "":  # “可以写：” with nothing behind it
        shown["names"] = texts["none-listed"]
    return template.format_map(shown)


class _Shown(dict[str, str]):
    """Texts for a template; ``{name?}`` is empty, and not an error, where there is no such param."""

    def __missing__(self, name: str) -> str:
        if name.endswith("?"):
            return self.get(name[:-1], "")
        raise KeyError(name)


class _Counted(str):
    """A text whose form ``record|records`` gives the word that goes with the number at its end."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        one, sign, many = form.partition("|")
        if not sign:
            return super().__format__(form)
        return f"{self} {one if _ONE.search(self) else many}"


_ONE = re.compile(r"(?<![0-9.,/])1$")


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Give the texts of a language, by message id."""
    module = import_module(f"civcheck.messages.{lang}")
    texts: Mapping[str, str] = module.TEXTS
    return texts


def _shown(value: Any, lang: str) -> str:
    match value:
        case Message():
            return say(value, lang)
        case str():
            return value
        case bool():
            return catalogue(lang)["yes" if value else "no"]
        case date():
            return value.isoformat()
        case Fraction():
            return number(value)
        case Sequence():
            return catalogue(lang)["list.separator"].join(_shown(each, lang) for each in value)
        case _:
            return str(value)


class Percent(Fraction):
    """A number that is written, and shown, with a percent sign; it reckons like any other."""


def percent(value: Fraction | int) -> Message | str:
    """Write a share as a percentage, said to be about that much where two decimals do not say all of it."""
    whole = Fraction(value) * 100
    shown = f"{Decimal(whole.numerator) / Decimal(whole.denominator):.2f}".rstrip("0").rstrip(".")
    return f"{shown}%" if Fraction(shown) == whole else msg("said.about-share", number=f"{shown}%")


def measured_number(value: Fraction | int, alike: Callable[[Fraction], bool] = bool) -> Message | str:
    """Write a number that was measured: exactly, or as about so much where no short decimal is exact.

    What is written is on the same side of whatever ``alike`` tells apart, such as a limit.
    """
    exact = number(value)
    if "/" not in exact:
        return exact
    held = alike(Fraction(value))
    rounds = (f"{float(value):.{places}f}" for places in range(2, 8))
    shown = next((each for each in rounds if alike(Fraction(each)) == held), None)
    return exact if shown is None else msg("said.about-share", number=shown)


def times(value: Fraction | int) -> Message:
    """Say how many times something is taken: 1/50, 15%, 2/3, 30 倍, 1.1 倍."""
    exact = Fraction(value)
    if not 0 < exact < 1:
        return msg("words.times", times=number(exact))
    whole_percent = exact.numerator > 1 and (exact * 100).denominator == 1
    return plain(f"{number(exact * 100)}%" if whole_percent else f"{exact.numerator}/{exact.denominator}")


def number(value: Fraction | int | float) -> str:
    """Write a number the way people do: 2, 1.5, 85% of a percentage, and 1/3 where no short decimal is exact."""
    exact = Fraction(value)
    if isinstance(value, Percent):
        return f"{number(exact * 100)}%"
    if exact.denominator == 1:
        return str(exact.numerator)
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    shown = f"{decimal:.4f}".rstrip("0")
    return shown if Fraction(shown) == exact else f"{exact.numerator}/{exact.denominator}"
