"""Write docs/packs/ledger-hygiene.md from checks.yaml; run it after any change to that."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # this tree, whatever is installed

from civcheck.messages import number
from civcheck.reading.hygienechecks import CheckPage, read_checks
from civcheck.verdict.hygiene.look import SAID

PAGE = Path(__file__).resolve().parent.parent / "docs" / "packs" / "ledger-hygiene.md"
HEAD = f"""\
<!-- 由 tools/make_hygiene_page.py 从 rules/ledger-hygiene/checks.yaml 生成，不要手改 -->

# 台账体检（ledger-hygiene）

任何单位、任何规则包的台账都做的核对，每次 `civcheck audit` 默认都做。它只提示在哪两处见到什么，请人核对；
不说谁对谁错，不改变任何一条规则的结论，也不影响退出码（除非写了 `--fail-on …,notice`）。
json 报告里每条提示的 `code` 就是下面的编号。没有写的值不提示，约数不比，读不出来的记录可能改变的也不提示。
每一项最多逐条列 {SAID} 处，其余合成一条。

## 怎么调、怎么关

下面各项的数是默认值，都写在 `rules/ledger-hygiene/checks.yaml` 里。

* 规则包（可信）：在 `pack.yaml` 里写，可以放宽、收紧或关掉：

  ```yaml
  hygiene:
    long-silence: {{days: 60}}
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
LABELS = {"roles": "认得的材料角色", "fields": "认得的字段", "hedges": "说明里有这些字的不比"}


def page(checks: tuple[CheckPage, ...]) -> str:
    """Write the page: what each check looks at, why, what is noticed, how to answer, how to tune it."""
    rows = "".join(f"| [{each.id}](#{each.id}) | {each.title} |\n" for each in checks)
    return HEAD + rows + "".join(map(section, checks))


def section(check: CheckPage) -> str:
    """Write the section of one check."""
    words = "".join(f"* {LABELS[name]}：{'、'.join(listed)}\n" for name, listed in check.words.items())
    return (
        f"\n## {check.id}\n\n**{check.title}**\n\n"
        f"* 看什么、为什么：{check.about}\n"
        f"* 会提示：{check.noticed}\n"
        f"* 不提示：{check.not_noticed}\n"
        f"* 怎么答复：{check.answer}\n{words}{tuning(check)}"
    )


def tuning(check: CheckPage) -> str:
    """Write how a check is tuned: the table of its numbers."""
    if not check.numbers:
        return f"* 怎么调：没有要调的数；不要的，规则包写 `{check.id}: off`。\n"
    head = "* 怎么调：\n\n  | 数 | 默认 | 单位 | 更严是 | 范围 | 为什么 |\n  |---|---|---|---|---|---|\n"
    return head + "".join(
        f"  | {each.name} | {number(each.value)} | {each.unit} | {'更小' if each.stricter == 'lower' else '更大'} "
        f"| {number(each.least)} 至 {number(each.most)} | {each.why} |\n"
        for each in check.numbers
    )


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(read_checks()), "utf-8")
