"""``civcheck judge``: record what a person decides of a rule; what waits for one; a sample to look at."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from civcheck.cli.console import (
    check_format,
    options_for_stdout,
    read_day,
    read_span,
    today,
    write_bytes,
    write_text,
)
from civcheck.cli.exits import CLEAN, GAPS
from civcheck.cli.options import AsOf, Evidence, Lang, Rules
from civcheck.cli.settings import settled
from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.shell import shell_word
from civcheck.reading.settings import UNIT_FILES
from civcheck.report.options import Options

_FORMATS = ("text", "json")


def judge(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[规则] [台账]...",
            help="规则编号和台账文件夹；--list 和 --sample 只写台账；台账默认当前文件夹",
            show_default=False,
        ),
    ] = None,
    verdict: Annotated[
        str | None,
        typer.Option("--verdict", metavar="结论", help="达标、不达标、不适用、豁免、替代、调整"),
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="理由", help="为什么这样认定")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="认定人", help="谁认定的")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="有效期至", help="管到哪一天")] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="哪一天认定的，默认基准日")
    ] = None,
    target: Annotated[
        str | None, typer.Option("--target", metavar="对象", help="只对这一条记录：编号或者路径")
    ] = None,
    basis: Annotated[
        str | None, typer.Option("--basis", metavar="依据", help="台账里的文件；替代必须有")
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", metavar="名称=值", help="结论是调整时改的参数")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="换掉原来的认定，原来的留作注释")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不问，直接写")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示会写什么，不写")] = False,
    listing: Annotated[
        bool, typer.Option("--list", help="看哪些等人认定，哪些认定快到期、失效、没有用上")
    ] = False,
    within: Annotated[str, typer.Option("--within", metavar="天数", help="几天内到期算快到期")] = "30d",
    sample: Annotated[
        str | None, typer.Option("--sample", metavar="数量", help="抽一份记录给人看：10% 或者 20")
    ] = None,
    seed: Annotated[
        str | None, typer.Option("--seed", metavar="种子", help="抽样的种子，默认取自台账的摘要")
    ] = None,
    rules: Rules = None,
    as_of: AsOf = None,
    evidence: Evidence = False,
    fmt: Annotated[
        str, typer.Option("--format", metavar="格式", help="--list 和 --sample 用：text 或 json")
    ] = "text",
    lang: Lang = None,
) -> int:
    """记录人的认定：摆出原句、要判断的和材料，把结论、理由、认定人、有效期写进 judgements.yaml，注释和顺序都留着。

    写之前照下一次核查试一遍，核查不会采用的不写。没有写全的选项，在终端里一项一项问。
    退出码：0 写好了，或者没有要人处理的；1 --list 有要人处理的，或者没有答“是”；2 没有写：用法有误，或者核查不会采用。
    """
    check_format(fmt, _FORMATS)
    answers = {"verdict": verdict, "reason": reason, "by": by, "until": until, "date": date, "target": target,
               "basis": basis, "param": param}  # fmt: skip
    if (listing and sample is not None) or ((listing or sample is not None) and any(answers.values())):
        raise UsageError(msg("error.judge-modes"))
    rule, ledgers = _taken(words or [], is_about_rule=not listing, may_lack=sample is not None)
    settings = settled({"rules": rules, "as-of": as_of, "evidence": evidence or None, "lang": lang}, ledgers)
    options = options_for_stdout(settings["lang"], " ".join(shell_word(str(each)) for each in ledgers))
    options = options._replace(pack="" if rules is None else shell_word(rules))
    asked: dict[str, Any] = {
        "as_of": read_day(settings["as-of"]),
        "today": today(),
        "rules": settings["rules"],
        "evidence": settings["evidence"],
        "judgements": settings["judgements"],
    }
    if listing:
        return _list(ledgers, asked, read_span(within), fmt, options)
    if sample is not None:
        return _sample(ledgers, asked | {"only": [rule] if rule else []}, sample, seed, fmt, options)
    from civcheck.cli.judging import recorded

    return recorded(rule, ledgers, asked, answers, options, replace=replace, yes=yes, dry_run=dry_run)


def _taken(words: list[str], is_about_rule: bool, may_lack: bool) -> tuple[str, list[Path]]:
    """Tell the rule from the ledgers; a ledger that is not named is the nearest one upwards.

    Raises:
        UsageError: a rule is needed and not there.
    """
    rule = ""
    if is_about_rule and words and not (may_lack and _is_folder(words[0])):
        rule, *words = words
    if is_about_rule and not rule and not may_lack:
        raise UsageError(msg("error.judge-words"))
    if words:
        return rule, [Path(each) for each in words]
    from civcheck.app.formatting import ledger_of

    here = Path()
    is_ledger = any((here / name).is_file() for name in UNIT_FILES)
    return rule, [here if is_ledger else ledger_of(here)]


def _is_folder(word: str) -> bool:
    try:
        return Path(word).is_dir()
    except (OSError, ValueError):
        return False


def _list(ledgers: list[Path], asked: dict[str, Any], within: int, fmt: str, options: Options) -> int:
    from civcheck.app.standing import waiting
    from civcheck.report.judging import render_waiting, render_waiting_json

    found = waiting(*ledgers, within=within, **asked)
    if fmt == "json":
        write_bytes(render_waiting_json(found, options), sys.stdout)
    else:
        write_text(render_waiting(found, options), sys.stdout)
    return GAPS if found.is_open else CLEAN


def _sample(
    ledgers: list[Path], asked: dict[str, Any], size: str, seed: str | None, fmt: str, options: Options
) -> int:
    from civcheck.app.standing import sample
    from civcheck.report.judging import render_sample, render_sample_json

    drawn = sample(*ledgers, size=size, seed=seed, **asked)
    if fmt == "json":
        write_bytes(render_sample_json(drawn, options), sys.stdout)
    else:
        more = [*asked["only"], "--sample", drawn.asked, "--seed", drawn.seed]
        more += ["--as-of", drawn.report.provenance.as_of.isoformat()]
        more += ["--evidence"] if asked["evidence"] else []
        more += ["--rules", options.pack] if options.pack else []
        again = " ".join(("civcheck judge", *more, options.ledger))
        write_text(render_sample(drawn, options, again), sys.stdout)
    return CLEAN
