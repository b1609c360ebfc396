"""``civcheck init``: begin a ledger: the unit's facts, a folder a point, and a list of what lies there already."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from civcheck.cli.asking import ask, is_attended
from civcheck.cli.beginning import choose, complete_type, say, shown_of, written
from civcheck.cli.console import options_for_stdout, write_text
from civcheck.cli.options import Lang
from civcheck.cli.settings import settled
from civcheck.errors import UsageError
from civcheck.messages import Message, msg
from civcheck.model.shell import shell_word
from civcheck.model.texts import near, sanitize

if TYPE_CHECKING:
    from civcheck.app.beginning.facts import Question
    from civcheck.app.beginning.laying import Ground, Layout
    from civcheck.language.pack import RulePack
    from civcheck.model.unit import Unit
    from civcheck.report.options import Options


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="文件夹", help="放台账的文件夹；没有就新建", show_default=False)
    ],
    name: Annotated[
        str | None, typer.Option("--name", metavar="名称", help="单位名称", show_default=False)
    ] = None,
    type_: Annotated[
        str | None,
        typer.Option(
            "--type", metavar="类型", help="单位类型", autocompletion=complete_type, show_default=False
        ),
    ] = None,
    year: Annotated[int | None, typer.Option("--year", metavar="年度", help="默认是规则包的那一年")] = None,
    staff: Annotated[
        str | None, typer.Option("--staff", metavar="人数", help="在职人数", show_default=False)
    ] = None,
    honour: Annotated[
        str | None, typer.Option("--honour", metavar="级别", help="文明单位级别", show_default=False)
    ] = None,
    functions: Annotated[
        str | None,
        typer.Option("--functions", metavar="职能", help="用顿号隔开；没有写“无”", show_default=False),
    ] = None,
    organisations: Annotated[
        str | None,
        typer.Option("--organisations", metavar="组织", help="用顿号隔开；没有写“无”", show_default=False),
    ] = None,
    facts: Annotated[
        list[str] | None, typer.Option("--fact", metavar="事实=回答", help="规则包问的其他事实")
    ] = None,
    superior: Annotated[
        str | None, typer.Option("--superior", metavar="名称", help="上级单位", show_default=False)
    ] = None,
    rules: Annotated[
        str | None, typer.Option("--rules", metavar="规则包", help="规则包的名称或文件夹")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不问，直接写入；没有写明的事实空着")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示会写什么，不写")] = False,
    lang: Lang = None,
) -> int:
    """新建台账：问清单位的情况，写 unit.yaml，有关本单位的要点各建一个文件夹，里面一份说明。

    已有的文件都不动；已经有材料的，列出它们看来属于哪个要点。可以反复运行。

    退出码：0 写好了，或者没有要写的，或者 --dry-run；1 没有写；2 用法有误，或者写不成。
    """
    from civcheck.app.beginning.laying import lay_out, look_at

    settings = settled({"rules": rules, "lang": lang})
    options = options_for_stdout(settings["lang"], "")
    ground = look_at(folder, settings["rules"])
    given = {
        "文明单位级别": honour or "",
        "职能": functions or "",
        "组织": organisations or "",
        "在职人数": staff or "",
        "上级单位": superior or "",
        **_facts(facts or (), ground.pack),
    }
    asks = ground.unit_file is None and not yes and is_attended()
    unit = (
        None
        if ground.unit_file is not None
        else _unit(ground, name or "", type_ or "", year, options, asks=asks)
    )
    if asks and unit is not None:
        given = _asked(unit, ground.pack, given, options)
    layout = lay_out(ground, unit, given)
    if ground.unit_file is not None and any((name, type_, year, *given.values())):
        layout = layout._replace(
            planned=layout.planned._replace(told=(msg("begin.given-kept"), *layout.planned.told))
        )
    return _ended(layout, folder, rules, options, yes=yes, dry_run=dry_run)


def _ended(
    layout: Layout, folder: Path, rules: str | None, options: Options, *, yes: bool, dry_run: bool
) -> int:
    from civcheck.report.begun import render_ahead, render_found

    unit = layout.unit
    head = msg("begin.head", path=sanitize(str(folder), 1_000), unit=sanitize(unit.name), year=str(unit.year))
    write_text(shown_of(layout.planned, head, options, layout.undeclared), sys.stdout)
    word = shell_word(str(folder))
    # a pack that unit.yaml does not name has to be named again
    pinned = layout.unit.pack is not None and layout.unit.pack.id == layout.pack.id
    ledger = word if rules is None or pinned else f"{word} --rules {shell_word(rules)}"
    if layout.found:
        titles = {point.number: point.title for point in layout.pack.points}
        found = msg("begin.section.found")
        write_text(render_found(layout.found, titles, found, ledger, options), sys.stdout)
    code, is_there = written(layout.planned, options, yes=yes, dry_run=dry_run)
    if is_there:
        commands = [("begin.next.audit", f"civcheck audit {ledger}")]
        if not layout.found:
            kind = next(iter(layout.pack.terms.kinds))
            commands.append(("begin.next.new", f"civcheck new {shell_word(kind)} {ledger}"))
        write_text(render_ahead(commands, options), sys.stdout)
    return code


def _facts(texts: list[str] | tuple[str, ...], pack: RulePack) -> dict[str, str]:
    """Read ``事实=回答``.

    Raises:
        UsageError: the pack asks for no such fact.
    """
    found = {}
    known = {name: name for name in pack.terms.facts}
    known |= {each.alias: name for name, each in pack.terms.facts.items() if each.alias}
    for text in texts:
        written_name, sign, answer = text.replace("＝", "=").partition("=")
        name = known.get(written_name.strip())
        if name is None or not sign:
            meant = near(written_name, known) or ""
            value = sanitize(written_name)
            raise UsageError(msg("error.begin-fact", value=value, meant=meant, names=tuple(pack.terms.facts)))
        found[name] = answer
    return found


def _unit(ground: Ground, name: str, type_: str, year: int | None, options: Options, *, asks: bool) -> Unit:
    """Give the unit by the flags, and by what is asked for where somebody is there.

    Raises:
        UsageError: the name or the type is not known.
    """
    from civcheck.app.beginning.facts import unit_types
    from civcheck.app.beginning.laying import begun_unit

    if asks:
        while not name.strip():
            name = ask(msg("begin.ask.name"))
        type_ = type_ or choose(msg("begin.ask.type"), unit_types(ground.pack), options)
        first, last = ground.pack.head.period.first.year, ground.pack.head.period.last.year
        while year is None and first != last:
            answer = ask(msg("begin.ask.year", pack_year=f"{first}–{last}"))
            year = int(answer) if answer.isascii() and answer.isdigit() else None
    if not name.strip() or not type_.strip():
        raise UsageError(msg("error.begin-name"))
    return begun_unit(ground, name, type_, year)


def _asked(unit: Unit, pack: RulePack, given: dict[str, str], options: Options) -> dict[str, str]:
    """Ask for every fact that was not given; an answer that is none is asked for again."""
    from civcheck.app.beginning.facts import questions, with_answers

    say(msg("begin.ask.skip"), options)
    for question in questions(unit, pack):
        while not given.get(question.key):
            answer = ask(_question(question))
            if not answer:
                break
            try:
                with_answers(unit, {question.key: answer}, pack)
            except UsageError:
                meant = near(answer, question.answers) or ""
                say(msg("begin.ask.again", value=sanitize(answer), meant=meant), options)
            else:
                given[question.key] = answer
    if pack.terms.unit_types[unit.type].superior_answers and not given.get("上级单位"):
        given["上级单位"] = ask(msg("begin.ask.superior"))
    return given


def _question(question: Question) -> Message:
    if not question.answers:
        return msg("begin.ask.open", question=question.asks)
    code = "begin.ask.answers-list" if question.is_list else "begin.ask.answers"
    return msg(code, question=question.asks, names=question.answers)
