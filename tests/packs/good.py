"""A small good rule pack that uses every construct, and the means to break it in one place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tests.packs.cases import Case

HERE = "⌖"
"""Stands in a replacement right before the character that a problem must point at."""

SOURCE = """某某要点
全年至少办四场讲堂。
每场讲堂要有方案和图片。
及时报送大型活动信息。
过半讲堂由身边人讲身边事。
讲堂合计不少于二十小时。
听众逐场增多。
重要事项先公示。
不得有摊派。
建好台账。
内容要充实。
办讲堂或者发文章。
要覆盖五进。
慰问在册先进典型。
各行业发布红榜黑榜。
每季度开展志愿服务。
做好春节前后的工作。
本要点由以下各条落实。
工作是光荣的。
"""

PACK = """id: demo
version: 1.0.0
title: 示范要点
issuer: 某厅
issued: 2017-05-05
period: {from: 2017-01-01, to: 2017-12-31}
closes: 2018-06-30
source: {file: source.txt, sha256: DIGEST}
params:
  材料期限: {value: 15, unit: 天, basis: 推断, change: may-tighten, tighter: lower, why: 原文没有天数}
  归档期限: {value: 2018-06-30, change: locked}
declared:
  - {id: P1, quote: 工作是光荣的, because: 没有可查的动作}
metadata:
  - {from: 1, to: 1, because: 标题}
score:
  full: 10
  not_applicable: full
  levels: {优秀: 9}
  groups: {讲堂分: {at_most: 6}, 加分: {bonus: 是}}
"""

TERMS = """unit_types:
  司法局: {declarable: 否}
  县区司法局: {is_a: 司法局, states: {公证: 是}}
  司法所: {superior_answers: 是}
functions: [律师, 公证]
organisations: [团委, 妇委会]
honours: [无, 县级, 市级]
facts:
  有下级单位: {type: 是否, ask: 有没有下级单位？}
  在册先进典型: {type: 列表, ask: 有哪些？}
  上年场次: {type: 整数, ask: 去年几场？}
  危害程度: {type: 文本, values: [一般, 严重], ask: 哪一级？}
sorts:
  活动: {shown_by: record}
kinds:
  讲堂: {sort: 活动, fields: [形式, 听众数, 首讲日], about: 一场讲堂}
  校园讲堂: {is_a: 讲堂, fields: [场所类别], defaults: {场所类别: 学校}}
  制度: {fields: [事项, 有效期至], expires: 有效期至}
  慰问: {fields: [慰问对象]}
  榜单: {fields: [行业, 榜别]}
  公示: {fields: [事项]}
fields:
  形式: {type: 列表, values: [身边人讲身边事, 身边事教身边人]}
  听众数: {type: 整数}
  首讲日: {type: 日期}
  有效期至: {type: 日期}
  慰问对象: {type: 列表, open: 是}
  行业: {type: 文本, values: [律师, 公证]}
  榜别: {type: 文本, values: [红榜, 黑榜]}
  场所类别: {type: 文本, values: [社区, 学校]}
  主题: {values: [爱国, 敬业]}
roles:
  方案: {about: 一份方案}
  图片: {files: 图片}
  报道: {link: 是}
days:
  春节: {2016: 2016-02-08, 2017: 2017-01-28, 2018: 2018-02-16}
  国庆: {every: 10-01}
periods:
  学期: [{from: 2017-02-13, to: 2017-07-07}]
aliases:
  妇女委员会: 妇委会
"""

POINT_1 = """- id: "1.0"
  title: 总起
  quote: 本要点由以下各条落实
  obligation: 应办
  answered_by: ["1.1", "1.2a"]
- id: "1.1"
  title: 四场讲堂
  quote: 全年至少办四场讲堂
  obligation: 强制
  basis: {number: 原文, evidence: 推断}
  applies_to: {职能: [律师], 文明单位级别: {at_least: 县级}}
  select: {类型: 讲堂, 主题: [爱国, 敬业]}
  window: {from: 2017-02-01, to: 2017-11-30}
  expect: {count: {at_least: 4, distinct: [日期]}}
  remedy: 补办讲堂
  score: {satisfied: 8, lacking: 2, of: 讲堂分}
  advice: [宜留签到表]
  near:
    - {select: {标题: {text_has: [讲座]}}, because: 讲座不是讲堂}
  notices:
    - {where: {对象: {within: [干警]}}, says: 只面向干警}
- id: "1.2a"
  title: 方案和图片
  quote: 每场讲堂要有方案和图片
  obligation: 应办
  select: {类型: 讲堂}
  expect:
    each:
      roles: [方案, {role: 图片, at_least: 3}, {any_of: [报道, 图片]}]
      filled: [归档]
      due: {days: {param: 材料期限}}
  score: 4
  on_empty: gap
- id: "1.3"
  title: 及时报送
  quote: 及时报送大型活动信息
  obligation: 应办
  select: {类型: 活动, 大型活动: 是}
  expect: {lag: {from: 日期, to: 报送日期, at_most: {param: 材料期限}, unit: 工作日}}
  on_empty: not-applicable
- id: "1.4"
  title: 过半身边人
  quote: 过半讲堂由身边人讲身边事
  obligation: 倡导
  select: {类型: 讲堂, 首讲日: {after: 2017-01-01}}
  expect: {ratio: {part: {count: {形式: [身边人讲身边事]}}, whole: {count: all}, more_than: 1/2}}
  on_empty: gap
- id: "1.5"
  title: 合计时长
  quote: 讲堂合计不少于二十小时
  obligation: 应办
  select: {类型: 讲堂}
  expect: {total: {measure: {sum: 时长}, at_least: 20}}
  score: {steps: {20: 1, 30: 2}, of: 加分}
- id: "1.6"
  title: 听众增多
  quote: 听众逐场增多
  obligation: 应办
  select: {类型: 讲堂, pick: latest, with: [方案]}
  expect: {compare: {measure: {field: 听众数}, at_least: {fact: 上年场次}}}
- id: "1.7"
  title: 先公示
  quote: 重要事项先公示
  obligation: 应办
  select: {类型: 制度}
  expect: {link: {to: {类型: 公示}, by: [事项], within: {days: 7, direction: before}}}
  on_empty: not-applicable
"""

POINT_2 = """- id: "2.1"
  title: 不得摊派
  quote: 不得有摊派
  obligation: 强制
  select: {类型: 制度, 标题: {text_has: [摊派]}}
  expect: {none: {}}
- id: "2.2"
  title: 台账
  quote: 建好台账
  obligation: 应办
  expect: {ledger: {readable: 是, unique: [编号]}}
- id: "2.3"
  title: 充实
  quote: 内容要充实
  obligation: 应办
  select: {类型: 讲堂}
  expect: {review: {question: 内容是否充实？, look_at: 讲稿}}
- id: "2.4"
  title: 讲堂或文章
  quote: 办讲堂或者发文章
  obligation: 应办
  expect:
    any_of:
      - {title: 讲堂, select: {类型: 讲堂}, count: {at_least: 1}}
      - {select: {类型: 公示}, applies_to: {有下级单位: 是}, count: {at_least: 1}}
- id: "2.5"
  title: 五进
  quote: 要覆盖五进
  obligation: 应办
  select: {类型: 校园讲堂}
  expect:
    cover:
      field: 场所类别
      members: [社区, {name: 学校, applies_to: {单位类型: 县区司法局}}]
      need: {at_least: 1}
- id: "2.6"
  title: 慰问
  quote: 慰问在册先进典型
  obligation: 应办
  select: {类型: 慰问}
  expect: {cover: {field: 慰问对象, members: {fact: 在册先进典型}}}
  on_empty: not-applicable
- id: "2.7"
  title: 红黑榜
  quote: 各行业发布红榜黑榜
  obligation: 应办
  select: {类型: 榜单}
  expect:
    cover:
      cross:
        - {field: 行业, members: {fact: 职能, within: [律师, 公证]}}
        - {field: 榜别, members: [红榜, 黑榜]}
  on_empty: gap
- id: "2.8"
  title: 每季度
  quote: 每季度开展志愿服务
  obligation: 应办
  select: {类型: 活动, not: {本单位参加: 是}}
  expect: {spread: {per: 季度, at_least: 1}}
- id: "2.9"
  title: 春节
  quote: 做好春节前后的工作
  obligation: 应办
  select: {all: [{类型: 活动}, {any: [{听众数: {at_least: 20}}, {主题: {has_all: [爱国]}}]}]}
  window: {day: 春节, from: -10, to: 60}
  expect: {count: {at_least: 1, per: {period: 学期}}}
  in_force: {to: {param: 归档期限}}
"""

TESTS_1 = """unit: {单位名称: 某县司法局, 单位类型: 县区司法局, 年度: 2017}
cases:
  - rule: "1.1"
    case: 一场也没有
    records: []
    expect: gap
"""

GOOD: Mapping[str, str] = {
    "pack.yaml": PACK,
    "source.txt": SOURCE,
    "terms.yaml": TERMS,
    "01-讲堂.yaml": POINT_1,
    "02-其他.yaml": POINT_2,
    "tests/01-讲堂.yaml": TESTS_1,
}


class Spot(NamedTuple):
    """Where in a file a problem must point; both from 1."""

    file: str
    line: int
    column: int


def good_files() -> dict[str, str]:
    """Give the files of the good pack, its digest filled in."""
    return {name: with_digest(text) for name, text in GOOD.items()}


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a pack's files into a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def place_of(marked: str) -> tuple[int, int]:
    """Give line and column, both from 1, of the character after HERE."""
    before = marked.partition(HERE)[0]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def broken(case: Case) -> tuple[dict[str, str], Spot]:
    """Break the good pack as a case says; give its files and the place of the mistake."""
    files = dict(GOOD)
    assert files[case.file].count(case.old) == 1, f"{case.old!r} must occur once in {case.file}"
    text = files[case.file].replace(case.old, case.new)
    if case.at:
        assert text.count(case.at.replace(HERE, "")) == 1, f"{case.at!r} must occur once"
        text = text.replace(case.at.replace(HERE, ""), case.at)
    assert text.count(HERE) == 1, "the place is marked once"
    text = with_digest(text)
    spot = Spot(case.file, *place_of(text))
    files = {name: with_digest(each) for name, each in files.items()}
    return {**files, case.file: text.replace(HERE, "")}, spot


def with_digest(text: str) -> str:
    """Fill in the digest of the document."""
    return text.replace("DIGEST", hashlib.sha256(SOURCE.encode()).hexdigest())
