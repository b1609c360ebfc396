"""Digits in every guise that people and programs give them: folding a text so that its numbers can be read.

A folded text has as many characters as the text it was made of, so places in one are places in the other.
"""

from __future__ import annotations

import re
import string
from functools import cache

_ZEROS = (
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0x2080, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x1D7CE, 0x1D7D8, 0x1D7E2,
    0x1D7EC, 0x1D7F6, 0x1FBF0,
)  # fmt: skip
"""Where Unicode has the digits 0 to 9 in a row."""
_ONES = (0x2460, 0x2474, 0x2488, 0x24F5, 0x2776, 0x2780, 0x278A, 0x3220, 0x3280)
"""Where it has 1 to 9 in a row: ① ⑴ ⒈ ⓵ ❶ ➀ ➊ ㈠ ㊀."""
_SINGLE = {
    "⓪⓿": "0", "⁰¹²³⁴⁵⁶⁷⁸⁹": "0123456789", "〇○零◯": "0", "一壹弌幺": "1", "二贰貳": "2", "三叁參叄": "3", "四肆": "4",
    "五伍": "5", "六陆陸": "6", "七柒": "7", "八捌": "8", "九玖": "9",
}  # fmt: skip
_ENDINGS = "xXｘＸ×✕✖╳хХχΧⅹⅩ⨯ⓧⓍ𝐱𝐗𝑥𝑋𝒙𝑿𝗑𝖷𝘅𝗫𝘹𝘟𝙭𝙓𝚡𝚇"
"""What stands for the X that may end a resident ID number."""
UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffd\ud800-\udfff\U000e0000-\U000e01ef"
)
"""What is not seen, stands on top of a digit, or was put in the place of such a sign: it parts no number."""
_BLANKS = "\t\n\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000"
_MARKS = (
    r"\-.()\[\]{}_*\\`~/|#+='\"<>^·•‧∙⋅・･．。‐-―−－﹣（）［］【】〔〕｛｝「」『』"
    r"＿＊＼｀～／｜＃＋＝＇＂“”‘’＜＞《》〈〉°′″"
)
"""What people put between the groups of a number, or what marks it up."""

NOTHING, BLANK, MARK, FILLED = "\x01", " ", "-", "\x02"
"""What a folded text has for what is unseen, a blank, a mark, and the rest of a character reference."""


def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for signs, sign in ((UNSEEN, NOTHING), (_BLANKS, BLANK), (_MARKS, MARK)):
        for first, last in _spans(signs):
            table.update(dict.fromkeys(range(first, last + 1), sign))
    for zero in _ZEROS:
        table.update({zero + digit: str(digit) for digit in range(10)})
    for one in _ONES:
        table.update({one + digit - 1: str(digit) for digit in range(1, 10)})
    for signs, digits in _SINGLE.items():
        table.update({ord(sign): digits[at % len(digits)] for at, sign in enumerate(signs)})
    table.update({ord(sign): "X" for sign in _ENDINGS})
    table[ord(FILLED)] = FILLED
    return table


def _spans(signs: str) -> list[tuple[int, int]]:
    """Take a set of a regular expression apart into first and last characters."""
    found = re.findall(r"(\\?.)(?:-(\\?.))?", signs, re.DOTALL)
    return [(ord(first[-1]), ord((last or first)[-1])) for first, last in found]


@cache
def folding() -> dict[int, str]:
    """Give what each character stands for in a folded text; those that are not there stay as they are."""
    return _table()


_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,12});")


def fold(text: str) -> str:
    """Give the text with plain digits, X, and one sign for all that may stand between them; as long as it was."""
    if "&" in text:
        text = _ENTITY.sub(_resolved, text)
    return text.translate(folding())


def _resolved(found: re.Match[str]) -> str:
    import html

    sign = html.unescape(found[0])
    return sign[:1] + FILLED * (len(found[0]) - 1) if sign != found[0] else sign


# --- whether it is worth the while

_GAP = "[^0-9A-Za-z\u3400-\u9fff]{0,9}"


@cache
def _other_digits() -> re.Pattern[str]:
    """Find digits of other writing; and 纬 or latitude, for coordinates that are named have no long run of digits."""
    rows = [f"{chr(zero)}-{chr(zero + 9)}" for zero in _ZEROS if zero < 0x10000]
    digits = "".join((*rows, *(f"{chr(one)}-{chr(one + 8)}" for one in _ONES), *_SINGLE))
    return re.compile(f"[{digits}纬lL](?:(?<=纬)|(?<=[lL])atitude|(?<![lL])(?:{_GAP}[0-9{digits}]){{7}})")


_LEAST = 11
"""Digits of the shortest number that is looked for."""
_COUNTED = b"0123456789" + bytes(range(0x90, 0x9A))
"""ASCII digits, and the last bytes of full-width ones: a number may have both."""
_PARTING = frozenset(
    (
        *range(0xE4, 0xEA),
        *b"&;:!?@%$\0\xf0",
        *(set(string.ascii_letters.encode()) - set(b"xXNESW")),
        *_COUNTED,
    )
)
"""Bytes that end a run of digits, the first ones of Chinese signs among them, and those of digits."""
_PASSED = bytes(code for code in range(256) if code not in _PARTING)
_ZERO = bytes(0x30 if code in _COUNTED else code for code in range(256))
_LONG_RUN = b"0" * _LEAST
_RUNS = re.compile(_LONG_RUN + b"0*")
_DAY = rb"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_DAYS = re.compile(rb"(?:%b)+|%b[0-2]\d[0-5]\d(?:[0-5]\d)?" % (_DAY, _DAY))
"""Days in a row, or one with its time; not several with times, which an ID number beside a day can look like."""


def may_hold(text: str, raw: bytes) -> bool:
    """Tell whether a text may have a long number in it, in a few microseconds; ``raw`` is the text as UTF-8.

    Letters and Chinese signs end a run of digits, anything that may be put between digits does not. Looked into are
    also texts with character references and with digits beyond the first plane.
    """
    runs = raw.translate(_ZERO, _PASSED)
    return (
        b"&" in runs or b"\xf0" in runs
        or (_LONG_RUN in runs and not _is_of_days(runs, raw.translate(None, _PASSED)))
        or _other_digits().search(text) is not None
    )  # fmt: skip


def _is_of_days(runs: bytes, digits: bytes) -> bool:
    """Tell whether all long runs are days one after the other, with a time perhaps: 2017-03-15/2017-03-18.

    ``digits`` are the ``runs`` as they were before each digit became a nought.
    """
    return all(_DAYS.fullmatch(digits, *run.span()) for run in _RUNS.finditer(runs))
