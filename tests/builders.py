"""Small packs, units and records for tests, built from what a person would type: no disk, no mocks."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

import civcheck.language.written  # noqa: F401 - what the annotations of parts name
from civcheck.language.grounds import Grounds
from civcheck.language.observation import Observation
from civcheck.language.pack import PackHead, Point, RulePack
from civcheck.language.recordindex import RecordIndex
from civcheck.language.rule import Rule
from civcheck.messages import say
from civcheck.model.ledger import Ledger, UnreadRecord
from civcheck.model.outcome import Outcome
from civcheck.model.terms import Terms
from civcheck.model.unit import Judgement
from civcheck.reading.inline import inline_ledger
from civcheck.reading.strict_yaml import parse_strict
from civcheck.verdict.judging import Judged, judge
from civcheck.verdict.observe import Case, observe

TERMS = """
unit_types:
  司法局: {declarable: false}
  县区司法局: {is_a: 司法局, states: {惩戒: 是}}
  司法所: {superior_answers: true, states: {公证: 否, 鉴定: 否}}
  监狱: {states: {律师: 否, 公证: 否, 鉴定: 否, 惩戒: 否}}
functions: [律师, 公证, 鉴定, 惩戒]
organisations: [团委, 妇委会]
honours: [无, 县级, 市级, 省级]
facts:
  有下级单位: {type: 是否, ask: 有没有下级单位？}
  在册典型: {type: 列表, ask: 有哪几位？}
  上年面积: {type: 小数, ask: 上年多少？}
  挂牌日: {type: 日期, ask: 哪天挂牌？}
  危害程度: {type: 文本, values: [一般, 严重], ask: 哪一级？}
  危害因素: {type: 列表, values: [粉尘, 噪声、振动], ask: 有哪些？}
sorts:
  活动: {shown_by: record}
kinds:
  讲堂: {sort: 活动, fields: [形式, 讲稿日, 人时, 面积, 申报日]}
  校园讲堂: {is_a: 讲堂}
  慰问: {sort: 活动, fields: [慰问对象]}
  榜单: {fields: [行业, 榜别]}
  制度: {fields: [事项, 有效期至], expires: 有效期至}
  公示: {fields: [事项]}
  处分: {sort: 活动, fields: [性质]}
  检查: {sort: 活动, fields: [等级, 整改期限, 完成日, 覆盖率, 用时, 件数, 检查内容]}
fields:
  主题: {values: [文明用语, 文明出行, 文明餐桌]}
  形式: {type: 列表, values: [身边人讲身边事, 外请报告]}
  讲稿日: {type: 日期}
  申报日: {type: 日期}
  人时: {type: 小数}
  面积: {type: 小数}
  慰问对象: {type: 列表}
  行业: {type: 列表, values: [律师, 公证, 鉴定]}
  榜别: {type: 列表, values: [红榜, 黑榜]}
  事项: {type: 列表}
  有效期至: {type: 日期}
  性质: {type: 列表}
  等级: {type: 文本, values: [一般, 重大]}
  整改期限: {type: 日期, ahead: 是}
  完成日: {type: 日期}
  覆盖率: {type: 百分数}
  用时: {type: 小数, unit: 小时}
  件数: {type: 整数}
  检查内容: {type: 列表, values: ["防火巡查、检查", 值班, 巡查]}
roles:
  方案: {}
  纪要: {}
  图片: {files: 图片}
  报道: {link: true, fields: [媒体, {name: 版面, type: 整数}]}
  清单: {fields: [{name: 完成日, type: 日期}, {name: 期满日, type: 日期, ahead: 是}]}
days:
  清明: {2017: 2017-04-04}
  元旦: {every: 01-01}
periods:
  学期: [{from: 2017-02-13, to: 2017-07-07}, {from: 2017-09-01, to: 2018-01-26}]
aliases:
  巡查；查岗: 防火巡查、检查
"""

HEAD = """
id: small
version: 1.0.0
title: 要点
period: {from: 2017-01-01, to: 2017-12-31}
closes: 2018-06-30
source: {file: source.txt, sha256: 0000000000000000000000000000000000000000000000000000000000000000}
params:
  期限: {value: 15, unit: 天, change: may-change}
  场次: {value: 4, unit: 场, change: may-change}
  次数: {value: 4, unit: 次, change: may-tighten, tighter: higher}
  截止: {value: 2017-06-30, change: locked}
"""

UNIT = MappingProxyType({"单位名称": "江城市司法局", "单位类型": "县区司法局", "年度": "2017"})
Raw = Mapping[str, Any]


def day(text: str) -> date:
    """Read a day."""
    return date.fromisoformat(text)


def read_yaml(text: str) -> Any:
    """Read YAML the way packs are read: every scalar is text."""
    return parse_strict(text).value


@cache
def small_terms() -> Terms:
    """Give the vocabulary of the tests."""
    return Terms.read(read_yaml(TERMS))


def a_rule(text: str) -> Rule:
    """Make a rule of the keys a pack author writes; id, title, quote and obligation are there."""
    given = {"id": "1.1", "title": "规则", "quote": "原句", "obligation": "应办", **read_yaml(text)}
    return Rule.read(given)


def a_pack(*rules: Rule) -> RulePack:
    """Make a pack of these rules, all under point 1."""
    head = PackHead.read(read_yaml(HEAD))
    return RulePack(
        head=head,
        terms=small_terms(),
        points=(Point(number=1, title="要点", file="01-要点.yaml", rules=rules),),
        digest="0" * 64,
        reads_body=True,
    )


def a_unit(**changes: Any) -> Raw:
    """Make what unit.yaml says: a county bureau in 2017, and these changes."""
    return {**UNIT, **changes}


def a_record(kind: str, day: Any, **fields: Any) -> Raw:
    """Make a record as it stands in YAML; files it names are taken to be there."""
    return {"类型": kind, "日期": day, **fields}


def lectures(*days: Any, **fields: Any) -> list[Raw]:
    """Make a lecture on each of these days."""
    return [a_record("讲堂", each, **fields) for each in days]


def a_case(
    rules: Iterable[Rule], records: Iterable[Raw] = (), unit: Raw = UNIT, unread: Iterable[str | None] = ()
) -> Case:
    """Make what rules are held against; ``unread`` are the kinds of records that could not be read."""
    pack = a_pack(*rules)
    ledger = inline_ledger(unit, records, pack)
    lost = [UnreadRecord(f"坏-{number}.yaml", 1, kind) for number, kind in enumerate(unread)]
    params = {name: param.value for name, param in pack.head.params.items()}
    return Case(pack, ledger.unit, RecordIndex(ledger.records, pack.terms, (*ledger.unread, *lost)), params)


def a_ledger(
    pack: RulePack, records: Iterable[Raw] = (), unit: Raw = UNIT, judgements: Iterable[Judgement] = ()
) -> Ledger:
    """Make a whole ledger."""
    ledger = inline_ledger(unit, records, pack)
    return Ledger(
        ledger.name, ledger.unit, ledger.records, ledger.unread, ledger.problems, judgements=tuple(judgements)
    )


def grounds(as_of: str, records: Iterable[Raw] = (), unit: Raw = UNIT) -> Grounds:
    """Make what a condition or an expectation may look at."""
    return a_case((), records, unit).grounds(day(as_of))


def judge_rule(
    rule: Rule | str,
    records: Iterable[Raw],
    as_of: str,
    unit: Raw = UNIT,
    unread: Iterable[str | None] = (),
) -> Observation:
    """Hold one rule against records at the end of a day."""
    rule = a_rule(rule) if isinstance(rule, str) else rule
    return observe(rule, a_case([rule], records, unit, unread).grounds(day(as_of)))


def outcome_of(
    rule: Rule | str,
    records: Iterable[Raw],
    as_of: str,
    unit: Raw = UNIT,
    unread: Iterable[str | None] = (),
) -> Outcome:
    """Give the outcome of one rule."""
    return judge_rule(rule, records, as_of, unit, unread).outcome


def said(seen: Observation) -> str:
    """Give what an observation says, in Chinese."""
    return say(seen.summary)


def a_judgement(verdict: str, **changes: Any) -> Judgement:
    """Make an entry of judgements.yaml about rule 1.1 that holds for the whole of 2017 and longer."""
    given: dict[str, Any] = {"rules": ("1.1",), "reason": "理由", "by": "张三", "until": day("2018-12-31")}
    return Judgement(verdict=verdict, **{**given, **changes})


def judged(
    rule: Rule | str,
    records: Iterable[Raw],
    as_of: str,
    *judgements: Judgement,
    unit: Raw = UNIT,
    unread: Iterable[str | None] = (),
) -> Judged:
    """Judge one rule and apply judgements."""
    rule = a_rule(rule) if isinstance(rule, str) else rule
    return judge(rule, a_case([rule], records, unit, unread), judgements, day(as_of))
