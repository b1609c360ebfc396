"""``civcheck report``: other formats of a stored report, without the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from civcheck.cli.delivering import Delivery
from civcheck.cli.speaking import speak
from civcheck.messages import LANGUAGES, msg, say


def report(
    results: Annotated[
        Path, typer.Argument(metavar="结果.json", help="核查时存下的 json 报告", show_default=False)
    ],
    fmt: Annotated[str, typer.Option("--format", metavar="格式", help="打印哪一种")] = "terminal",
    output: Annotated[
        list[str] | None, typer.Option("--output", metavar="格式=路径", help="另写一份到文件")
    ] = None,
    base: Annotated[
        str,
        typer.Option("--base", metavar="文件夹", help="台账在仓库里的位置，sarif github gitlab 用它指到文件"),
    ] = "",
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="语言", help="zh 或 en，默认照存下的报告")
    ] = None,
) -> int:
    """用存下的 json 报告另出别的格式，不需要台账。

    只照报告里有的写，不重新核查；写成了就返回 0，缺口多少看报告。
    """
    from civcheck.reading.reportfile import read_report

    delivery = Delivery.of(fmt, output or (), lang or LANGUAGES[0], (results,))
    stored, language = read_report(results)
    speak(language := lang or language)
    ledger = say(msg("words.folder-of-ledger"), language)
    delivery._replace(lang=language).deliver(stored, ledger, _folder(base))
    return 0


def _folder(base: str) -> str:
    return f"{base.strip('/')}/" if base.strip("/") else ""
