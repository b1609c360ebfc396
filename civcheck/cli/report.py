"""``civcheck report``: other formats of a stored report, without the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from civcheck.cli.auditing import same_audit
from civcheck.cli.delivering import Delivery
from civcheck.cli.settings import settled
from civcheck.cli.speaking import speak
from civcheck.messages import LANGUAGES, msg, say
from civcheck.model.shell import shell_word


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
    from civcheck.app.audit import DEFAULT_PACK
    from civcheck.reading.reportfile import read_report

    settings = settled({"lang": lang})
    wanted = settings["lang"] if settings.is_set("lang") else None
    delivery = Delivery.of(fmt, output or (), wanted or LANGUAGES[0], (results,))
    stored, language = read_report(results)
    speak(language := wanted or language)
    from_ = stored.provenance
    pack = "" if from_.pack == DEFAULT_PACK else shell_word(from_.pack)
    ledger = same_audit(
        [say(msg("words.folder-of-ledger"), language)],
        pack,
        from_.as_of,
        from_.opened is not None,
        [each.name for each in from_.beside],
    )
    delivery._replace(lang=language).deliver(stored, ledger, _folder(base), pack)
    return 0


def _folder(base: str) -> str:
    return f"{base.strip('/')}/" if base.strip("/") else ""
