"""Typer in the product's languages: its errors in any of them, its help in Chinese."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

from civcheck.messages import Message, msg
from civcheck.model.texts import near, sanitize
from civcheck.report.layout import hang, width_of, wrap

_SHARED = {
    "help": "显示本帮助",
    "install_completion": "给当前终端装上命令补全",
    "show_completion": "显示命令补全脚本",
}
_ARGUMENTS = {
    "台账...": "argument.ledgers",
    "规则": "argument.rule",
    "结果.json": "argument.result",
    "旧.json": "argument.old-report",
    "新.json": "argument.new-report",
    "旧规则包": "argument.old-pack",
    "新规则包": "argument.new-pack",
    "台账或报告…": "argument.results",
    "编号": "argument.id",
    "原文": "argument.document",
    "年度": "argument.year",
    "台账": "argument.ledger",
    "封存文件": "argument.seal",
    "表格文件": "argument.table",
}
"""What help calls arguments that may not be missing, and the message that names each in an error."""
_INDENT = 27


def help_text(command: Any, ctx: Any) -> str:
    """Lay out a command's help in Chinese, in terminal cells."""
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    names = [_metavar(param) for param in arguments]
    commands = getattr(command, "commands", {})
    rows = wrap(
        " ".join(["用法：" + ctx.command_path, "[选项]", *names, *(["命令"] if commands else [])]), _WIDTH
    )
    for paragraph in (command.help or "").split("\n\n"):
        rows += ["", *(f"  {line}" for line in wrap(paragraph.replace("\n", ""), _WIDTH - 2))]
    if arguments:
        rows += [
            "",
            "参数：",
            *(line for param in arguments for line in _row(_metavar(param), param.help or "")),
        ]
    options = [
        param for param in command.get_params(ctx) if param.param_type_name == "option" and not param.hidden
    ]
    rows += ["", "选项：", *(line for param in options for line in _row(*_option(param)))]
    if not commands:
        rows += _row("--debug", "出错时显示细节")
    if commands:
        rows += ["", "命令："]
        for name, each in commands.items():
            rows += _row(name, (each.help or "").split("\n\n")[0].replace("\n", ""))
    return "\n".join(rows)


_WIDTH = 80


def _row(head: str, text: str) -> list[str]:
    if width_of(head) + 4 > _INDENT:
        return [f"  {head}", *hang("", text, _WIDTH, _INDENT)]
    return hang(f"  {head}", text, _WIDTH, _INDENT)


def _metavar(param: Any) -> str:
    return str(param.metavar or param.name)


def _option(param: Any) -> tuple[str, str]:
    names = ", ".join(sorted(param.opts, key=len))
    value = "" if param.is_flag else f" {_metavar(param)}"
    many = "；可以写几次" if param.multiple else ""
    default = f"（默认：{param.default}）" if isinstance(param.default, str) and param.default else ""
    must = "（必填）" if param.required else ""
    return names + value, f"{_SHARED.get(str(param.name), param.help or '')}{many}{default}{must}"


class Command(TyperCommand):
    """A command whose help is in Chinese."""

    def get_help(self, ctx: Any) -> str:
        """Give the help text."""
        return help_text(self, ctx)


class Group(TyperGroup):
    """A group of commands whose help is in Chinese, commands in the order they were added."""

    def get_help(self, ctx: Any) -> str:
        """Give the help text."""
        return help_text(self, ctx)

    def list_commands(self, ctx: Any) -> list[str]:
        """List commands in the order a user meets them."""
        return list(self.commands)


def usage_message(error: Any) -> Message:
    """Say one of typer's usage errors: by its class, never by its words."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "civcheck"
    hint = msg("usage.help", path=path)
    match type(error).__name__:
        case "NoSuchOption":
            name = sanitize(str(error.option_name))
            possible = tuple(error.possibilities or ())
            return msg("usage.no-option", name=name, meant=possible[0] if possible else "", hint=hint)
        case "MissingParameter":
            param = error.param
            return msg("usage.missing", name=_named(param) if param is not None else "", hint=hint)
        case "BadOptionUsage":
            return msg("usage.bad-option", name=sanitize(str(error.option_name)), hint=hint)
        case "BadParameter":
            param = error.param
            return msg("usage.bad-value", name=(param.opts[-1] if param is not None else ""), hint=hint)
        case _:
            return _unknown_word(error, context, hint)


def _named(param: Any) -> Message | str:
    name = _metavar(param)
    return msg(_ARGUMENTS[name]) if name in _ARGUMENTS else name


def _unknown_word(error: Any, context: Any, hint: Message) -> Message:
    names = list(getattr(context.command, "commands", {})) if context is not None else []
    # typer puts the words in brackets at the end; “argument(s)” has brackets too
    quoted = re.search(r"'([^']*)'|\(([^()]*)\)\s*$", str(error))
    word = sanitize(next((part for part in quoted.groups() if part), "")) if quoted else ""
    if names:
        return msg(
            "usage.no-command", name=word, meant=near(word, names) or "", names=tuple(names), hint=hint
        )
    return msg("usage.extra", name=word, hint=hint)
