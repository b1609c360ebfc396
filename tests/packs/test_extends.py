"""A pack built on another: patched by rule id, tightened and never loosened, every mistake with both places."""

from __future__ import annotations

import hashlib
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from civcheck.app.packtests import run_pack_tests
from civcheck.app.resolve import ResolvedSection, ResolvedValue, resolve_pack
from civcheck.errors import RulePackError, UsageError
from civcheck.language.pack import RulePack
from civcheck.messages import say
from civcheck.model.problem import Problem
from civcheck.model.texts import mask
from civcheck.reading.packsource import find_pack, read_pack_files
from civcheck.reading.rulepack import read_pack
from civcheck.reading.strict_yaml import parse_strict
from civcheck.report.resolved import render_resolved
from tests.packs.good import good_files, write
from tests.report.wording import latin_sentences

SOURCE = "市里的要点\n全年至少办六场讲堂。\n每季度一次志愿。\n"
HEAD = """id: city
version: 0.1.0
title: 市里的要点
extends: ../base
source: {file: source.txt, sha256: DIGEST}
metadata:
  - {from: 1, to: 1, because: 标题}
declared:
  - {id: D1, quote: 每季度一次志愿, because: 另有安排}
"""
SIX = """- patch: "1.1"
  quote: 全年至少办六场讲堂
  expect: {count: {at_least: 6}}
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", good_files())


def city(base: Path, point: str = SIX, head: str = "", terms: str = "", file: str = "01-讲堂.yaml") -> Path:
    """Write a pack built on the good one, and give its folder."""
    folder = base.parent / "city"
    folder.mkdir(exist_ok=True)
    digest = hashlib.sha256(SOURCE.encode()).hexdigest()
    files = {"source.txt": SOURCE, "pack.yaml": HEAD.replace("DIGEST", digest) + head, file: point}
    if terms:
        files["terms.yaml"] = terms
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def read(folder: Path) -> RulePack:
    return read_pack(str(folder), cache=False)


def problems(folder: Path) -> list[Problem]:
    with pytest.raises(RulePackError) as raised:
        read(folder)
    return list(raised.value.problems)


def told(problem: Problem) -> str:
    return "|".join(say(each) for each in (problem.what, problem.why, problem.cure))


def test_a_patch_changes_what_it_writes_and_nothing_else(base: Path) -> None:
    below, pack = read(base), read(city(base))
    one, other = below.by_id["1.1"], pack.by_id["1.1"]
    assert (one.expect[0].at_least, other.expect[0].at_least) == (4, 6)  # type: ignore[union-attr]
    assert other.expect[0].distinct == one.expect[0].distinct  # type: ignore[union-attr]
    assert other.quote == (*one.quote, "全年至少办六场讲堂")
    assert pack.quoted_from[one.quote[0]] == "demo"
    assert [rule.id for rule in pack.rules] == [rule.id for rule in below.rules]
    assert [layer.id for layer in pack.layers] == ["demo", "city"]
    assert pack.own == ("1.1",)


def test_new_rules_come_last_in_their_point(base: Path) -> None:
    new = (
        SIX
        + """- id: "1.99"
  title: 志愿
  quote: 每季度一次志愿
  obligation: 应办
  select: {类型: 讲堂}
  expect: {spread: {per: 季度, at_least: 1}}
"""
    )
    folder = city(base, new)
    (folder / "pack.yaml").write_text((folder / "pack.yaml").read_text("utf-8").split("declared")[0], "utf-8")
    pack = read(folder)
    assert pack.points[0].rules[-1].id == "1.99"
    assert pack.by_id["1.1"].expect[0].at_least == 6  # type: ignore[union-attr]


def test_the_digest_changes_with_the_pack_below(base: Path) -> None:
    folder = city(base)
    before = read(folder).digest
    terms = base / "terms.yaml"
    terms.write_text(terms.read_text("utf-8").replace("一场讲堂", "讲堂一场"), "utf-8")
    assert read(folder).digest != before


@pytest.mark.parametrize(
    "written",
    [
        '"extends": ../base',
        "extends : ../base",
        "? extends\n: ../base",
        "extends: # 省厅\n  pack: ../base",
        "extends: {version: 1.0.0, pack: ../base}",
        'extends: {"pack": "../base"}',
        "extends: >-\n  ../base",
    ],
)
def test_the_pack_below_is_found_however_it_is_spelled(base: Path, written: str) -> None:
    folder = city(base)
    head = (folder / "pack.yaml").read_text("utf-8")
    (folder / "pack.yaml").write_text(head.replace("extends: ../base", written), "utf-8")
    assert [layer.id for layer in read(folder).layers] == ["demo", "city"]


@pytest.mark.parametrize("written", ["extends:", "extends: []", "extends: {version: 1.0.0}"])
def test_a_pack_below_without_a_name_is_told_and_never_left_out(base: Path, written: str) -> None:
    folder = city(base)
    head = (folder / "pack.yaml").read_text("utf-8")
    (folder / "pack.yaml").write_text(head.replace("extends: ../base", written), "utf-8")
    line = (folder / "pack.yaml").read_text("utf-8").splitlines().index(written) + 1
    assert ("pack.yaml", line) in [(each.place.file, each.place.line) for each in problems(folder)]


def test_periods_may_be_added_and_a_field_that_is_there_is_not_changed_in_silence(base: Path) -> None:
    below = read(base).terms.periods["学期"]
    more = city(base, terms="periods: {学期: [{from: 2017-09-01, to: 2018-01-10}]}\n")
    assert len(read(more).terms.periods["学期"]) == len(below) + 1
    field = city(base, terms="kinds: {讲堂: {fields: [{name: 形式, values: [甲]}]}}\n")
    assert [each.code for each in problems(field)] == ["extends-terms"]


@pytest.mark.parametrize(
    ("demand", "patch"),
    [
        ("{role: 图片, at_least: 30, scope: rule}", "select: {类型: [讲堂, 公示]}"),
        (
            "{role: 图片, at_most: 21}",
            "expect: {each: {roles: [{role: 图片, at_most: 21, filled: [说明]}]}}",
        ),
    ],
)
def test_what_could_help_is_no_tightening(base: Path, demand: str, patch: str) -> None:
    point = base / "01-讲堂.yaml"
    rule = (
        '- id: "1.98"\n  title: 图片\n  quote: 全年至少办四场讲堂\n  obligation: 应办\n  select: {类型: 讲堂}\n'
        f"  expect: {{each: {{roles: [{demand}]}}}}\n  on_empty: satisfied\n"
    )
    point.write_text(point.read_text("utf-8") + rule, "utf-8")
    folder = city(base, f'- patch: "1.98"\n  quote: 全年至少办六场讲堂\n  {patch}\n')
    assert [each.code for each in problems(folder)] == ["extends-unclear"]


def test_a_param_may_be_written_as_its_value_alone(base: Path) -> None:
    pack = read(city(base, head="params: {材料期限: 10}\n"))
    assert pack.head.params["材料期限"].value == 10
    assert pack.head.params["材料期限"].tighter == "lower"


def test_terms_may_be_added_to(base: Path) -> None:
    terms = """sorts:
  市里的事: {shown_by: record}
kinds:
  市里的会: {sort: 市里的事, fields: [形式], alias: city-meeting}
aliases:
  网上: 线上
fields:
  形式: {values: [线上]}
roles:
  签到: {}
"""
    pack = read(city(base, terms=terms))
    assert "市里的会" in pack.terms.kinds
    assert pack.terms.fields["形式"].values == ("身边人讲身边事", "身边事教身边人", "线上")


@pytest.mark.parametrize(
    ("terms", "code", "at", "says"),
    [
        pytest.param(
            "kinds:\n  座谈: {is_a: 讲堂}",
            "extends-kind",
            (2, 8),
            ("1.1", "demo/01-讲堂.yaml:6:3", "demo/terms.yaml:16:3"),
            id="a special case of a kind",
        ),
        pytest.param(
            "kinds:\n  座谈: {sort: 活动}",
            "extends-kind",
            (2, 8),
            ("“活动”", "2.8、2.9", "demo/02-其他.yaml"),
            id="one more kind of a sort",
        ),
        pytest.param(
            "kinds:\n  讲堂: {alias: 座谈}",
            "extends-terms",
            (2, 8),
            ("demo/terms.yaml",),
            id="a kind by another name",
        ),
        pytest.param(
            "roles:\n  图片: {alias: 照片}",
            "extends-terms",
            (2, 8),
            ("demo/terms.yaml",),
            id="a role by another name",
        ),
        pytest.param(
            "aliases:\n  公司: 学校",
            "extends-alias",
            (2, 3),
            ("公司", "学校", "demo/terms.yaml"),
            id="a value by another name",
        ),
        pytest.param(
            "kinds:\n  座谈: {alias: 讲堂}",
            "alias-taken",
            (2, 15),
            ("讲堂",),
            id="the name of a kind that is there",
        ),
    ],
)
def test_no_name_of_the_city_lets_more_records_count_for_the_rules_below(
    base: Path, terms: str, code: str, at: tuple[int, int], says: tuple[str, ...]
) -> None:
    (problem,) = problems(city(base, terms=terms + "\n"))
    assert (problem.code, *problem.place) == (code, "terms.yaml", *at)
    assert all(each in told(problem) for each in says), told(problem)
    assert not latin_sentences(told(problem))


def test_a_kind_may_join_where_it_can_only_be_one_more_to_answer_for(base: Path) -> None:
    pack = read(city(base, terms="kinds:\n  制度汇编: {is_a: 制度}\n"))
    assert pack.id == "city"


def test_a_kind_may_join_where_the_rules_below_may_change(base: Path) -> None:
    folder = city(base, terms="kinds:\n  座谈: {is_a: 校园讲堂}\n")
    assert "1.1" in told(problems(folder)[0])
    for file in ("01-讲堂.yaml", "02-其他.yaml"):
        text = (
            (base / file)
            .read_text("utf-8")
            .replace("\n  obligation:", "\n  change: may-change\n  obligation:")
        )
        (base / file).write_text(text, "utf-8")
    assert read(folder).id == "city"


Q = "\n  quote: 全年至少办六场讲堂\n  "


@pytest.mark.parametrize(
    ("point", "code", "at"),
    [
        pytest.param(
            f'- patch: "1.1"{Q}expect: {{count: {{at_least: 3}}}}', "extends-looser", (3, 20), id="fewer"
        ),
        pytest.param(f'- patch: "1.1"{Q}obligation: 应办', "extends-looser", (3, 3), id="a weaker duty"),
        pytest.param(
            f'- patch: "1.1"{Q}applies_to: {{职能: [公证]}}', "extends-unclear", (3, 3), id="other units"
        ),
        pytest.param(
            f'- patch: "1.1"{Q}window: {{from: 2017-01-01, to: 2017-12-31}}',
            "extends-looser",
            (3, 3),
            id="longer",
        ),
        pytest.param(f'- patch: "1.1"{Q}dated_by: 报送日期', "extends-unclear", (3, 3), id="another day"),
        pytest.param(
            f'- patch: "1.2a"{Q}expect: {{each: {{roles: [方案]}}}}',
            "extends-looser",
            (3, 19),
            id="less material",
        ),
        pytest.param(f'- patch: "1.2a"{Q}on_empty: not-applicable', "extends-looser", (3, 3), id="an excuse"),
        pytest.param(
            f'- patch: "1.1"{Q}change: may-change', "extends-looser", (3, 3), id="a key for the next layer"
        ),
        pytest.param(
            '- patch: "1.1"\n  expect: {count: {at_least: 5}}', "patch-without-quote", (1, 10), id="no quote"
        ),
        pytest.param(f'- patch: "9.9"{Q}title: 讲', "rule-name-unknown", (1, 10), id="no such rule"),
        pytest.param(f'- patch: "1.1"{Q}id: "1.7"', "patch-with-id", (3, 3), id="another id"),
        pytest.param(f'- patch: "1.1"{Q}titel: 讲', "rule-key-unknown", (3, 3), id="a misspelt key"),
        pytest.param(
            '- id: "1.1"\n  title: 讲\n  quote: 全年至少办六场讲堂\n  obligation: 应办\n'
            "  select: {类型: 讲堂}\n  expect: {count: {at_least: 1}}",
            "rule-id-twice",
            (1, 7),
            id="an id that is taken",
        ),
    ],
)
def test_a_patch_that_loosens_or_is_wrong_is_told(
    base: Path, point: str, code: str, at: tuple[int, int]
) -> None:
    found = problems(city(base, point + "\n"))
    assert {each.code for each in found} == {code}
    assert found[0].place == ("01-讲堂.yaml", *at)
    assert not latin_sentences(told(found[0]))


@pytest.mark.parametrize(
    "point",
    [
        pytest.param(f'- patch: "1.1"{Q}window: {{from: 2017-03-01, to: 2017-10-31}}', id="a shorter window"),
        pytest.param(f'- patch: "1.2a"{Q}obligation: 强制', id="a stronger duty"),
        pytest.param(f'- patch: "1.2a"{Q}expect: {{each: {{roles: [方案, {{role: 图片, at_least: 4}}, '
                     "{any_of: [报道, 图片]}]}}", id="more pictures"),
        pytest.param(f'- patch: "1.4"{Q}expect: {{count: {{at_least: 1}}}}', id="one more construct"),
        pytest.param('- patch: "1.1"\n  remedy: 市里另有说明', id="words alone, without a quote"),
    ],
)  # fmt: skip
def test_a_patch_that_tightens_is_taken(base: Path, point: str) -> None:
    assert read(city(base, point + "\n")).id == "city"


def test_a_mistake_says_both_places(base: Path) -> None:
    (problem,) = problems(city(base, f'- patch: "1.1"{Q}expect: {{count: {{at_least: 3}}}}\n'))
    assert [say(each) for each in (problem.what, problem.why)] == snapshot(
        [
            "1.1 expect·count·at_least 放宽了：上级规则包写的是 4，这里是 3",
            "上级在 demo/01-讲堂.yaml:14:20 写的，本级只能加严",
        ]
    )


@pytest.mark.parametrize(
    ("head", "code"),
    [
        pytest.param("params: {归档期限: 2018-05-31}", "extends-locked", id="a locked one"),
        pytest.param("params: {材料期限: 20}", "extends-looser", id="a longer one"),
        pytest.param(
            "params: {材料期限: {value: 10, change: may-change}}", "extends-looser", id="a freer one"
        ),
        pytest.param("params: {材料期限: {value: 10, tighter: higher}}", "extends-looser", id="turned round"),
    ],
)
def test_a_param_that_is_loosened_is_told(base: Path, head: str, code: str) -> None:
    (problem,) = problems(city(base, head=head + "\n"))
    assert (problem.code, problem.place.file, problem.place.line) == (code, "pack.yaml", 10)
    assert "demo/pack.yaml" in told(problem)


@pytest.mark.parametrize(
    ("head", "code", "at", "says"),
    [
        pytest.param(
            "params: {材料期限: [甲]}", "rule-number", (10, 16), ("“[甲]”不是数",), id="a list for a number"
        ),
        pytest.param(
            "params:\n  材料期限:\n    - 甲", "rule-number", (12, 5), ("“[甲]”不是数",), id="a list below it"
        ),
        pytest.param(
            "params: {材料期限: {value: {a: 1}}}",
            "rule-number",
            (10, 24),
            ("“{a: …}”不是数",),
            id="a mapping",
        ),
        pytest.param(
            "params: [甲]", "rule-mapping", (10, 1), ("“params”应写成“键: 值”",), id="a list of params"
        ),
        pytest.param(
            "params: {材料限期: 10}",
            "extends-no-param",
            (10, 10),
            ("“材料限期”", "是不是“材料期限”"),
            id="a slip",
        ),
        pytest.param(
            "params: {甲乙丙丁: 10}",
            "extends-no-param",
            (10, 10),
            ("“甲乙丙丁”", "材料期限、归档期限", "{value: 数"),
            id="a name that is nearly none",
        ),
        pytest.param(
            "params: {材料期线: {value: 10}}",
            "extends-no-param",
            (10, 10),
            ("是不是“材料期限”",),
            id="a slip in full",
        ),
    ],
)
def test_a_param_that_is_none_is_told_where_it_stands(
    base: Path, head: str, code: str, at: tuple[int, int], says: tuple[str, ...]
) -> None:
    (problem,) = problems(city(base, head=head + "\n"))
    assert (problem.code, *problem.place) == (code, "pack.yaml", *at)
    assert all(each in told(problem) for each in says), told(problem)
    assert "'" not in told(problem)


def test_a_param_of_its_own_may_be_called_nearly_as_one_below_where_a_rule_uses_it(base: Path) -> None:
    window = "window: {from: 2017-02-01, to: {param: 归档期现}}"
    rule = f'- id: "1.98"{Q}title: 讲\n  obligation: 应办\n  select: {{类型: 讲堂}}\n  {window}\n'
    point = rule + "  expect: {count: {at_least: 1}}\n"
    assert read(city(base, point, head="params: {归档期现: {value: 2017-10-31}}\n")).id == "city"


def test_a_tighter_param_is_refused_where_a_rule_below_cannot_use_it(base: Path) -> None:
    (problem,) = problems(city(base, head="params: {材料期限: -1}\n"))
    assert (problem.code, *problem.place) == ("param-flawed-below", "pack.yaml", 10, 16)
    assert "上级的规则 1.2a 里就是 -1" in told(problem)


@pytest.mark.parametrize(
    ("patch", "shown"),
    [
        pytest.param('["1.1"]', "[1.1]", id="a list"),
        pytest.param('{id: "1.1"}', "{id: …}", id="a mapping"),
        pytest.param('""', "", id="nothing"),
    ],
)
def test_a_patch_of_no_rule_is_told_where_it_stands(base: Path, patch: str, shown: str) -> None:
    (problem,) = problems(city(base, f"- patch: {patch}{Q}title: 讲\n"))
    assert (problem.code, *problem.place) == ("patch-of-what", "01-讲堂.yaml", 1, 10)
    assert f"编号：{shown}|一个 patch 改一条规则" in told(problem)


def allow(base: Path, change: str) -> None:
    """Say in the pack below what others may do to rule 1.1."""
    point = base / "01-讲堂.yaml"
    text = point.read_text("utf-8").replace("  title: 四场讲堂", f"  change: {change}\n  title: 四场讲堂")
    point.write_text(text, "utf-8")


def test_a_rule_that_is_locked_takes_words_only(base: Path) -> None:
    allow(base, "locked")
    (problem,) = problems(city(base))
    assert problem.code == "extends-locked"
    assert read(city(base, '- patch: "1.1"\n  remedy: 市里另有说明\n')).id == "city"


def test_a_rule_that_may_change_may_be_loosened(base: Path) -> None:
    allow(base, "may-change")
    assert read(city(base, f'- patch: "1.1"{Q}expect: {{count: {{at_least: 2}}}}\n')).id == "city"


@pytest.mark.parametrize(
    "terms",
    [
        pytest.param("roles:\n  图片: {files: 任意}", id="files that were none"),
        pytest.param("roles:\n  方案: {link: 是}", id="a link that was no proof"),
        pytest.param("honours: [无, 市级, 县级]", id="another ladder"),
        pytest.param("unit_types:\n  县区司法局: {states: {律师: 否}}", id="a duty less"),
    ],
)
def test_terms_that_are_changed_are_told(base: Path, terms: str) -> None:
    (problem,) = problems(city(base, terms=terms + "\n"))
    assert (problem.code, problem.place.file) == ("extends-terms", "terms.yaml")
    assert "demo/terms.yaml" in told(problem)


@pytest.mark.parametrize("quote", ["", "  quote: 全年至少办四场讲堂\n"])
def test_what_asks_for_more_quotes_a_sentence_of_its_own(base: Path, quote: str) -> None:
    folder = city(base, f'- patch: "1.1"\n{quote}  expect: {{count: {{at_least: 6}}}}\n')
    assert "patch-without-quote" in [each.code for each in problems(folder)]


def test_other_days_for_the_same_rules_are_told(base: Path) -> None:
    assert [
        each.code for each in problems(city(base, head="period: {from: 2017-01-02, to: 2017-12-31}\n"))
    ] == ["extends-unclear"]
    assert read(city(base, head="period: {from: 2017-01-01, to: 2017-12-31}\n")).layers


def test_a_param_that_counts_in_another_unit_is_told(base: Path) -> None:
    point = base / "pack.yaml"
    point.write_text(
        point.read_text("utf-8").replace(
            "params:\n", "params:\n  半月: {value: 15, unit: 天, change: may-tighten, tighter: lower}\n"
        ),
        "utf-8",
    )
    assert [
        each.code for each in problems(city(base, head="params: {半月: {value: 12, unit: 工作日}}\n"))
    ] == ["extends-unclear"]


def pinned(base: Path, pin: str) -> Path:
    folder = city(base)
    file = folder / "pack.yaml"
    text = file.read_text("utf-8").replace("extends: ../base", f"extends: {{pack: ../base, {pin}}}")
    file.write_text(text, "utf-8")
    return folder


def versioned(base: Path, version: str) -> None:
    head = base / "pack.yaml"
    head.write_text(head.read_text("utf-8").replace("version: 1.0.0", f"version: {version}"), "utf-8")


@pytest.mark.parametrize("version", ["1.0", "1.0.0", "1.0.7"])
def test_a_pinned_version_takes_what_is_said_more_closely(base: Path, version: str) -> None:
    versioned(base, version)
    assert read(pinned(base, "version: 1.0")).id == "city"


@pytest.mark.parametrize("version", ["1.05", "1", "1.1.0", "11.0", "1.0-rc1"])
def test_a_pinned_version_is_no_prefix(base: Path, version: str) -> None:
    versioned(base, version)
    (problem,) = problems(pinned(base, "version: 1.0"))
    assert (problem.code, f"version 是 {version}" in told(problem)) == ("extends-pin", True)


def test_a_layer_with_the_id_of_one_below_is_refused(base: Path) -> None:
    folder = city(base)
    head = folder / "pack.yaml"
    head.write_text(head.read_text("utf-8").replace("id: city", "id: demo"), "utf-8")
    (problem,) = problems(folder)
    assert (problem.code, *problem.place) == ("extends-same-id", "pack.yaml", 1, 5)


@pytest.mark.parametrize("pin", ["version: 9.0.0", "digest: deadbeef", 'version: ""', 'digest: ""'])
def test_a_pack_below_that_is_another_one_is_told(base: Path, pin: str) -> None:
    (problem,) = problems(pinned(base, pin))
    assert (problem.code, problem.place.line) == ("extends-pin", 4)


def test_packs_that_extend_each_other_are_told(base: Path) -> None:
    folder = city(base)
    head = base / "pack.yaml"
    head.write_text(head.read_text("utf-8") + "extends: ../city\n", "utf-8")
    with pytest.raises(UsageError, match=r"error\.pack-layers"):
        read(folder)


def test_three_layers_are_no_matter(base: Path) -> None:
    city(base)
    third = base.parent / "county"
    third.mkdir()
    old, new = (hashlib.sha256(text.encode()).hexdigest() for text in (SOURCE, SOURCE.replace("六", "八")))
    for file in (base.parent / "city").iterdir():
        text = file.read_text("utf-8").replace("id: city", "id: county").replace("../base", "../city")
        text = text.replace("at_least: 6", "at_least: 8").replace("六", "八").replace(old, new)
        (third / file.name).write_text(text, "utf-8")
    pack = read(third)
    assert [layer.id for layer in pack.layers] == ["demo", "city", "county"]
    assert pack.by_id["1.1"].expect[0].at_least == 8  # type: ignore[union-attr]
    assert pack.quoted_from == {**pack.quoted_from, "全年至少办六场讲堂": "city"}
    assert pack.by_id["1.1"].quote[1:] == ("全年至少办六场讲堂", "全年至少办八场讲堂")


def test_the_cases_of_rules_that_stand_are_run_and_those_of_patched_ones_are_not(base: Path) -> None:
    tests = base / "tests"
    tests.mkdir(exist_ok=True)
    case = "cases:\n  - {{rule: '{}', no_case: pending, because: 试}}\n"
    (tests / "01-讲堂.yaml").write_text(
        case.format("1.1") + case.format("1.2a").removeprefix("cases:\n"), "utf-8"
    )
    folder = city(base)
    run = run_pack_tests(find_pack(str(folder)), read(folder))
    assert run.reasons == 1


# --- resolve


def test_the_flattened_pack_says_where_each_value_stands(base: Path) -> None:
    sections = resolve_pack(str(city(base)))
    (rule,) = [each for each in sections if each.rule == "1.1"]
    shown = {"·".join(map(str, each.path)): each.place for each in rule.values}
    assert shown["expect·count·at_least"].startswith("city/01-讲堂.yaml:3:")
    assert shown["expect·count·distinct"].startswith("demo/01-讲堂.yaml:")
    assert shown["title"].startswith("demo/")


def test_what_is_printed_reads_as_the_same_pack(base: Path) -> None:
    text = render_resolved(resolve_pack(str(city(base)))).decode()
    documents = [parse_strict(each).value for each in text.split("---\n")[1:]]
    assert documents[0]["params"]["材料期限"]["value"] == "15"
    rules: list[Any] = [rule for document in documents[2:] for rule in document]
    pack = read(city(base))
    assert [rule["id"] for rule in rules] == [rule.id for rule in pack.rules]
    assert next(rule for rule in rules if rule["id"] == "1.1")["expect"]["count"]["at_least"] == "6"


WRITTEN = st.text(
    st.one_of(
        st.sampled_from("\t\n\u200b\u202e\x85\xa0\u3000\x01甲a1,:#-[]{}'\"\\&*!|>%@`?<~ "),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=10,
).filter(lambda text: mask(text) == text)


@given(
    st.recursive(
        WRITTEN,
        lambda inside: st.one_of(
            st.lists(inside, max_size=3),
            st.dictionaries(st.text("甲a,: #<\t", min_size=1, max_size=3), inside, max_size=3),
        ),
        max_leaves=6,
    )
)
def test_any_value_that_is_printed_reads_back(value: Any) -> None:
    section = ResolvedSection("包.yaml", None, (ResolvedValue(("甲",), value, "demo", "demo/包.yaml:1:1"),))
    printed = render_resolved([section]).decode()
    assert parse_strict(printed.split("---\n")[1]).value == {"甲": value}
    assert "\u200b" not in printed and "\u202e" not in printed


def test_a_remedy_of_several_lines_reads_back_line_by_line(base: Path) -> None:
    folder = city(base, '- patch: "1.1"\n  remedy: |\n    一、补办\n\n    二、\t留\u200b图\n')
    text = render_resolved(resolve_pack(str(folder))).decode()
    rules = [rule for each in text.split("---\n")[3:] for rule in parse_strict(each).value]
    assert next(rule for rule in rules if rule["id"] == "1.1")["remedy"] == "一、补办\n\n二、\t留\u200b图\n"


def test_what_is_printed_has_no_personal_number(base: Path) -> None:
    folder = city(base, '- patch: "1.1"\n  remedy: 问 13800001234\n')
    assert "138****1234" in render_resolved(resolve_pack(str(folder))).decode()


# --- zip files


def zipped(folder: Path, inside: str = "") -> Path:
    target = folder.parent / "包.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, inside + file.relative_to(folder).as_posix())
    return target


@pytest.mark.parametrize("inside", ["", "demo/"])
def test_a_zip_file_is_a_pack(base: Path, inside: str) -> None:
    assert read(zipped(base, inside)).digest == read(base).digest


def test_a_zip_file_without_a_pack_is_told(base: Path) -> None:
    inner = zipped(base).rename(base.parent / "inner.zip")
    (base.parent / "a").mkdir()
    inner.rename(base.parent / "a" / "inner.zip")
    with pytest.raises(UsageError, match=r"error\.zip-no-pack"):
        read(zipped(base.parent / "a"))


@pytest.mark.parametrize("raw", [b"PK\x03\x04 nothing", b"", "讲堂".encode()])
def test_what_is_no_zip_file_is_told(base: Path, raw: bytes) -> None:
    (base.parent / "a.zip").write_bytes(raw)
    with pytest.raises(UsageError, match=r"error\.zip-damaged"):
        read(base.parent / "a.zip")
    with pytest.raises(UsageError, match=r"error\.zip-damaged"):
        read(base.parent / with_base(base, "../a.zip"))


def test_a_file_that_is_no_pack_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"nothing")
    with pytest.raises(UsageError, match=r"error\.no-pack"):
        read(tmp_path / "a.txt")


def with_base(base: Path, extends: str) -> str:
    """Build the pack of the city on another one, and give its folder's name."""
    head = city(base) / "pack.yaml"
    head.write_text(head.read_text("utf-8").replace("extends: ../base", f"extends: {extends}"), "utf-8")
    return "city"


def flagged(raw: bytes, flag: int, on: bool) -> bytes:
    """Set or clear a flag of every file in a zip file."""
    changed = bytearray(raw)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = raw.find(mark)
        while at >= 0:
            word = int.from_bytes(changed[at + offset : at + offset + 2], "little")
            word = word | flag if on else word & ~flag
            changed[at + offset : at + offset + 2] = word.to_bytes(2, "little")
            at = raw.find(mark, at + 4)
    return bytes(changed)


def test_a_zip_file_with_a_password_is_told(base: Path) -> None:
    file = zipped(base)
    file.write_bytes(flagged(file.read_bytes(), 0x1, on=True))
    with pytest.raises(UsageError) as raised:
        read(file)
    assert "有密码" in say(raised.value.message)


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_STORED]
)
def test_damage_anywhere_in_a_zip_file_stops_the_reading(base: Path, method: int) -> None:
    file = base.parent / "a.zip"
    with zipfile.ZipFile(file, "w", method) as archive:
        for each in ("pack.yaml", "terms.yaml", "source.txt", "01-讲堂.yaml", "02-其他.yaml"):
            if (base / each).is_file():
                archive.write(base / each, each)
    raw = file.read_bytes()
    for place in range(0, len(raw), 7):
        file.write_bytes(
            raw[:place] + bytes(each ^ 0xFF for each in raw[place : place + 3]) + raw[place + 3 :]
        )
        with suppress(UsageError):
            read_pack_files(find_pack(str(file)))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_in_a_zip_file_may_be_of_any_windows(base: Path, encoding: str) -> None:
    """Names that are not marked as UTF-8: what Windows writes, and what other systems write."""
    names = [each.name for each in base.iterdir() if each.is_file()]
    given = {name: f"{index}".rjust(len(name.encode(encoding)), "=") for index, name in enumerate(names)}
    file = base.parent / "a.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(given[name], (base / name).read_bytes())
    raw = file.read_bytes()
    for name in names:
        raw = raw.replace(given[name].encode(), name.encode(encoding))
    file.write_bytes(raw)
    assert set(read_pack_files(find_pack(str(file)))) == set(names)
    assert read(file).digest == read(base).digest


def test_a_pack_in_a_zip_file_is_built_on_one_beside_that_file(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = zipped(city(base))
    assert read(file).digest == read(base.parent / "city").digest
    monkeypatch.chdir(base)
    assert read(Path("..") / file.name).id == "city"
    with_base(base, str(base))
    assert read(zipped(base.parent / "city")).id == "city"


def test_a_pack_is_found_by_its_folder_and_by_its_pack_yaml(base: Path) -> None:
    assert find_pack(f"{base}/pack.yaml") == find_pack(str(base))


def test_a_path_longer_than_any_can_be_is_no_pack(base: Path) -> None:
    for name in ("./" + "a" * 5_000, "a" * 5_000, "a" * 5_000 + ".zip"):
        with pytest.raises(UsageError, match=r"error\.no-pack"):
            find_pack(name)
    with pytest.raises(UsageError, match=r"error\.no-pack"):
        read(base.parent / with_base(base, "./" + "a" * 5_000))
