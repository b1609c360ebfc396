"""``civcheck rules``: list, show, trace, lint, test and compare rule packs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from civcheck.cli import rulechanges
from civcheck.cli.chinese import Command, Group
from civcheck.cli.console import options_for_stdout, tell, tell_error, write_file, write_text
from civcheck.cli.exits import CLEAN, GAPS
from civcheck.cli.options import Lang
from civcheck.cli.settings import settled
from civcheck.errors import RulePackError
from civcheck.messages import msg
from civcheck.model.shell import shell_word
from civcheck.report.options import Options

app = typer.Typer(
    cls=Group,
    help="规则包：新建、列出、查看、对照原文、检查、测试、比较。",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Pack = Annotated[str, typer.Argument(metavar="[规则包]", help="规则包的名称或文件夹")]


@app.command("list", cls=Command)
def list_rules(pack: Pack = "hubei-2017", lang: Lang = None) -> int:
    """列出规则包和它的规则。"""
    from civcheck.app.audit import DEFAULT_PACK
    from civcheck.reading.packsource import installed_packs
    from civcheck.reading.rulepack import read_pack
    from civcheck.report.packs import render_list

    names = sorted(installed_packs(), key=lambda name: (name != DEFAULT_PACK, name))
    _write(render_list(read_pack(pack), tuple(names), _options(lang)))
    return CLEAN


@app.command("new", cls=Command)
def new(
    pack_id: Annotated[
        str, typer.Argument(metavar="编号", help="规则包编号，例如 wuhan-2018", show_default=False)
    ],
    text: Annotated[Path, typer.Argument(metavar="原文", help="文件全文（.txt）", show_default=False)],
    year: Annotated[int, typer.Option("--year", metavar="年度", help="核查哪一年", show_default=False)],
    title: Annotated[str | None, typer.Option("--title", metavar="标题", help="文件标题，默认第一句")] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="文件夹", help="写到哪里，默认 ./编号")] = None,
    lang: Lang = None,
) -> int:
    """从一份文件的全文新建规则包：逐句编号，都还没有规则回答。"""
    from civcheck.app.newpack import new_pack

    settled({"lang": lang})
    written = new_pack(text, pack_id, to or Path(pack_id), title, year)
    for path in written:
        _write(f"{path}\n".encode())
    folder = str(written[0].parent)
    folder = folder if "/" in folder else f"./{folder}"
    tell(msg("packs.new", path=folder, word=shell_word(folder)))
    return CLEAN


@app.command("show", cls=Command)
def show(
    rule: Annotated[str, typer.Argument(metavar="规则", help="规则编号，例如 2.7", show_default=False)],
    pack: Annotated[
        str, typer.Option("--rules", metavar="规则包", help="规则包的名称或文件夹")
    ] = "hubei-2017",
    lang: Lang = None,
) -> int:
    """显示一条规则在规则包里的写法。"""
    from civcheck.app.packs import rule_text

    settled({"lang": lang})
    _write(rule_text(rule, pack).encode())
    return CLEAN


@app.command("trace", cls=Command)
def trace(pack: Pack = "hubei-2017", lang: Lang = None) -> int:
    """逐句对照原文：由哪些规则回答、哪些是宣示、哪些没有着落。"""
    from civcheck.app.trace import Coverage
    from civcheck.app.trace import trace as run_trace
    from civcheck.reading.rulepack import read_pack, read_source
    from civcheck.report.packs import render_trace

    options = _options(lang)
    loaded = read_pack(pack)
    sentences = run_trace(loaded, read_source(pack, loaded))
    _write(render_trace(sentences, options))
    return GAPS if any(each.coverage is Coverage.UNCOVERED for each in sentences) else CLEAN


@app.command("docs", cls=Command)
def docs(pack: Pack = "hubei-2017", lang: Lang = None) -> int:
    """打印规则包的逐条说明（Markdown），给填台账和检查的人看。"""
    from civcheck.app.explain import explain_pack
    from civcheck.report.packpage import render_pack_page

    said = _options(lang).lang
    _write(render_pack_page(*explain_pack(pack), lang=said))
    return CLEAN


@app.command("lint", cls=Command)
def lint(pack: Pack = "hubei-2017", lang: Lang = None) -> int:
    """检查规则包的写法，一次说出所有错误。"""
    from civcheck.reading.rulepack import read_pack
    from civcheck.report.packs import render_lint

    said = _options(lang).lang
    try:
        loaded = read_pack(pack, cache=False)
    except RulePackError as error:
        tell_error(error)
        return GAPS
    _write(render_lint(loaded, said))
    return CLEAN


@app.command("test", cls=Command)
def test(
    pack: Annotated[
        str | None, typer.Argument(metavar="[规则包]", help="规则包的名称或文件夹；不写则连台账体检一起")
    ] = None,
    mutate: Annotated[bool, typer.Option("--mutate", help="逐样去掉材料，看结论变不变")] = False,
    lang: Lang = None,
) -> int:
    """运行规则包自带的测试，和台账体检（ledger-hygiene）的测试。"""
    from civcheck.app.hygienetests import run_hygiene_tests
    from civcheck.app.packtests import run_pack_tests
    from civcheck.reading.hygienechecks import HYGIENE
    from civcheck.reading.packsource import find_pack
    from civcheck.reading.rulepack import read_pack
    from civcheck.report.packs import render_test_run

    said = _options(lang).lang
    runs = []
    for name in (pack,) if pack is not None else ("hubei-2017", HYGIENE):
        run = (
            run_hygiene_tests()
            if name == HYGIENE
            else run_pack_tests(find_pack(name), read_pack(name), mutate)
        )
        _write(render_test_run(run, hygiene=name == HYGIENE, lang=said))
        runs.append(run)
    return CLEAN if all(run.good for run in runs) else GAPS


app.command("diff", cls=Command)(rulechanges.diff)
app.command("impact", cls=Command)(rulechanges.impact)


@app.command("resolve", cls=Command)
def resolve(pack: Pack = "hubei-2017", lang: Lang = None) -> int:
    """打印摊平的规则包：每个值后面写着来自哪一层、哪一行。"""
    from civcheck.app.resolve import resolve_pack
    from civcheck.report.resolved import render_resolved

    settled({"lang": lang})
    _write(render_resolved(resolve_pack(pack)))
    return CLEAN


@app.command("lock", cls=Command)
def lock(
    pack: Pack = "hubei-2017",
    into: Annotated[
        Path | None, typer.Option("--into", metavar="台账", help="写进这个台账的 unit.yaml")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示要写什么")] = False,
    lang: Lang = None,
) -> int:
    """打印钉住规则包的几行（编号、版本、摘要），或写进台账的 unit.yaml。"""
    from civcheck.app.locking import lock_lines, locked_unit
    from civcheck.report.textdiff import text_diff

    settled({"lang": lang})
    if into is None:
        _write(lock_lines(pack).encode())
        return CLEAN
    file, before, after = locked_unit(str(into), pack)
    _write(text_diff(before, after, file.name))
    if not dry_run and before != after:
        write_file(file, after.encode())
    return CLEAN


def _options(lang: str | None) -> Options:
    return options_for_stdout(settled({"lang": lang})["lang"], "")


def _write(raw: bytes) -> None:
    write_text(raw, sys.stdout)
