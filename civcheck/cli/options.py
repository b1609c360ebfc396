"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Lang = Annotated[str | None, typer.Option("--lang", metavar="语言", help="zh（默认）或 en")]
