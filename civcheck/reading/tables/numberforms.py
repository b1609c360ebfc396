"""What the form of a number says of it: a percentage, or a month without a day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum


class Form(Enum):
    """A form that makes something else of a number than it is."""

    PERCENT = "%"
    MONTH = "m"


BUILT_IN: Mapping[int, Form] = {
    **dict.fromkeys((9, 10), Form.PERCENT),
    **dict.fromkeys((17, 27, 36, 50, 52, 57), Form.MONTH),  # mmm-yy, and yyyy年m月 of the Chinese Excel
}
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]')


def form_of(code: str) -> Form | None:
    """Tell what a code of Excel makes of a number; most make nothing of it."""
    signs = set(_NOT_SHOWN.sub("", code).partition(";")[0].lower())
    if "%" in signs:
        return Form.PERCENT
    if not signs.isdisjoint("ym") and signs.isdisjoint("dhsa0#"):
        return Form.MONTH
    return None
