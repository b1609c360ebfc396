"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Lang = Annotated[str | None, typer.Option("--lang", metavar="语言", help="zh（默认）或 en")]
Rules = Annotated[str | None, typer.Option("--rules", metavar="规则包", help="规则包的名称或文件夹")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="日期", help="基准日，默认今天")]
Evidence = Annotated[bool, typer.Option("--evidence", help="打开附件核对，和 audit 一样")]
