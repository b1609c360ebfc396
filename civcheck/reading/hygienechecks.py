"""Reading checks.yaml, where everything of the hygiene checks that is no code stands; an audit never does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from civcheck.errors import RulePackError
from civcheck.language.written import ExactNumber
from civcheck.messages import msg, number
from civcheck.model.parts import Part
from civcheck.model.problem import NOTHING
from civcheck.model.written import NOT_EMPTY, Texts, pattern
from civcheck.reading.packfiles import PackReading

HYGIENE = "ledger-hygiene"
CHECKS_FILE = "checks.yaml"


class NumberPage(Part):
    """A number of a check as it is written, with the reason for its value."""

    name: Annotated[str, pattern(r"^[a-z]+$")]
    value: ExactNumber
    unit: str
    stricter: Literal["lower", "higher"]
    least: ExactNumber
    most: ExactNumber
    why: str


class CheckPage(Part):
    """A check as it is written: what its page says and what may be tuned."""

    id: Annotated[str, pattern(r"^[a-z0-9][a-z0-9-]*$")]
    title: str
    about: str
    noticed: str
    not_noticed: str
    answer: str
    words: Mapping[str, Texts] = NOTHING
    numbers: tuple[NumberPage, ...] = ()


class ChecksFile(Part):
    """checks.yaml: the checks in the order of their pages."""

    checks: Annotated[tuple[CheckPage, ...], NOT_EMPTY]


def hygiene_root() -> Path:
    """Give the folder of the hygiene checks: beside the rule packs, in a checkout or where civcheck is installed."""
    home = Path(__file__).resolve().parent.parent
    homes = (home / "packs" / HYGIENE, home.parent / "rules" / HYGIENE)
    return next((each for each in homes if (each / CHECKS_FILE).is_file()), homes[-1])


def read_checks() -> tuple[CheckPage, ...]:
    """Read checks.yaml.

    Raises:
        RulePackError: it has mistakes.
    """
    root = hygiene_root()
    reading = PackReading()
    value = reading.parse(CHECKS_FILE, (root / CHECKS_FILE).read_bytes())
    file = reading.model(ChecksFile, {"checks": value}, CHECKS_FILE) if value is not None else None
    if file is None:
        raise RulePackError(
            msg("error.pack", name=HYGIENE, count=str(len(reading.problems))), reading.problems
        )
    checks: tuple[CheckPage, ...] = file.checks
    return checks


def constants(checks: tuple[CheckPage, ...]) -> str:
    """Write what an audit needs of the checks as a Python module, so that it reads no YAML."""
    rows = [
        '"""What an audit needs of rules/ledger-hygiene/checks.yaml; made by tools/compile_packs.py, not by hand."""',
        "",
        "# fmt: off",
        "",
        "from collections.abc import Mapping",
        "from fractions import Fraction",
        "",
        "from civcheck.model.hygiene import CheckTerms, Tunable",
        "",
        "CHECKS: Mapping[str, CheckTerms] = {",
        *(row for check in checks for row in _rows(check)),
        "}",
        '"""The checks by id, in the order of their pages."""',
    ]
    return "\n".join(rows) + "\n"


def _rows(check: CheckPage) -> list[str]:
    numbers = [
        f'            "{each.name}": Tunable({_exact(each.value)}, "{each.unit}", "{each.stricter}", '
        f"{_exact(each.least)}, {_exact(each.most)}),"
        for each in check.numbers
    ]
    words = [
        f'            "{name}": ({" ".join(f"{_quoted(each)}," for each in listed)}),'
        for name, listed in check.words.items()
    ]
    return [
        f'    "{check.id}": CheckTerms(',
        f"        {_quoted(check.title)},",
        *(["        {", *numbers, "        },"] if numbers else ["        {},"]),
        *(["        {", *words, "        },"] if words else ["        {},"]),
        "    ),",
    ]


def _exact(value: ExactNumber) -> str:
    return f"Fraction({value.numerator}, {value.denominator})"


def _quoted(text: str) -> str:
    return f'"{text}"'


# --- the page

_HEAD = """\
<!-- 由 tools/make_hygiene_page.py 从 rules/ledger-hygiene/checks.yaml 生成，不要手改 -->

# 台账体检（ledger-hygiene）

任何单位、任何规则包的台账都做的核对，每次 `civcheck audit` 默认都做。它只提示在哪两处见到什么，请人核对；不说谁对谁错，不改变任何一条规则的
结论，也不影响退出码（除非写了 `--fail-on …,notice`）。json 报告里每条提示的 `code` 就是下面的编号。没有写的值不提示，约数不比，读不出来的记录
可能改变的也不提示。每一项最多逐条列 50 处，其余合成一条。

## 怎么调、怎么关

能调的数都在 `rules/ledger-hygiene/checks.yaml`，这是它们的默认值。

* 规则包（可信）：在 `pack.yaml` 里写，可以放宽、收紧或关掉：

  ```yaml
  hygiene:
    long-silence: {days: 60}
    split-event: off
  ```

* 台账（不可信）：在 `civcheck.toml` 里写，只能收紧；放宽和关掉是录入问题，不起作用：

  ```toml
  [hygiene.long-silence]
  days = 60
  ```

* 这一次都不做：`civcheck audit 台账 --no-hygiene`。

调过的数、关掉的项写在 json 报告的 `provenance.hygiene` 里，连同是谁定的。
`civcheck rules test ledger-hygiene` 运行它们自带的测试。

| 编号 | 核对什么 |
|---|---|
"""


def page(checks: tuple[CheckPage, ...]) -> str:
    """Write the page of all checks: what each looks at, why, what is noticed, how to answer, how to tune it."""
    rows = "".join(f"| [{each.id}](#{each.id}) | {each.title} |\n" for each in checks)
    return _HEAD + rows + "".join(map(_section, checks))


def _section(check: CheckPage) -> str:
    words = "；".join(f"{'、'.join(listed)}" for listed in check.words.values())
    return (
        f"\n## {check.id}\n\n**{check.title}**\n\n"
        f"* 看什么、为什么：{check.about}\n"
        f"* 会提示：{check.noticed}\n"
        f"* 不提示：{check.not_noticed}\n"
        f"* 怎么答复：{check.answer}\n" + (f"* 认得的名称：{words}\n" if words else "") + _tuning(check)
    )


def _tuning(check: CheckPage) -> str:
    if not check.numbers:
        return f"* 怎么调：没有要调的数；不要的，规则包写 `{check.id}: off`。\n"
    head = "* 怎么调：\n\n  | 数 | 默认 | 单位 | 更严是 | 范围 | 为什么 |\n  |---|---|---|---|---|---|\n"
    return head + "".join(
        f"  | {each.name} | {number(each.value)} | {each.unit} | {'更小' if each.stricter == 'lower' else '更大'} "
        f"| {number(each.least)} 至 {number(each.most)} | {each.why} |\n"
        for each in check.numbers
    )
