"""What columns are called: headings matched to keys of records, fields of kinds and roles of material."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import NamedTuple

from civcheck.model.measures import UNITS
from civcheck.model.problem import NOTHING
from civcheck.model.record import RECORD_KEYS
from civcheck.model.terms import Terms
from civcheck.model.texts import normal

KIND, TITLE, DAYS, NOTE = "类型", "标题", "日期", "备注"
FIRST, LAST = "日期.起", "日期.止"
MATERIAL, FILING, EXTRA = "附件", "归档", "其他"
FILING_PARTS = ("档号", "日期", "盒号")
LEFT_OUT = "-"
"""The target of a column that is not taken: the numbers of rows, and what ``--map`` says of others."""
ID_COLUMNS = ("civcheck:记录", "civcheck:摘要")
"""The headings of the hidden columns of a table that was exported: names and digests of records."""
_NESTED = frozenset({MATERIAL, FILING, EXTRA})
_NEAR = 0.75

SYNONYMS: Mapping[str, str] = {
    TITLE: "活动名称 活动题目 题目 题名 活动标题 记录标题 事项名称 会议名称 项目名称 名称 活动项目 活动主题 活动内容 "
    "会议内容 工作内容 内容 事由",
    DAYS: "活动时间 活动日期 时间 举办时间 举办日期 开展时间 开展日期 会议时间 会议日期 学习时间 服务时间 慰问时间 "
    "宣讲时间 培训时间 起止时间 起止日期 活动起止时间 实施时间 发生时间 时间年月日",
    FIRST: "开始时间 开始日期 起始时间 起始日期 开始 起",
    LAST: "结束时间 结束日期 终止日期 终止时间 结束 止",
    KIND: "活动类型 活动类别 记录类型 台账类型 类别 种类 项目类别 事项类别",
    "编号": "记录编号 台账编号 活动编号",
    "地点": "活动地点 举办地点 会议地点 开展地点 服务地点 活动场所 地址",
    "主办": "主办单位 主办部门 主办科室 举办单位 组织单位 组织部门 牵头单位 牵头部门",
    "承办": "承办单位 承办部门 承办科室 责任科室 责任部门 责任单位",
    "联办单位": "联办 协办 协办单位 合办单位",
    "负责人": "责任人 活动负责人 组织者 组织人 带队领导",
    "参加人数": "人数 参与人数 参会人数 活动人数 参加人次 参与人次 出席人数 到场人数 参加活动人数",
    "时长": "活动时长 服务时长 用时 时数 活动小时数",
    "主题": "主题词 所属主题",
    "对象": "活动对象 参加对象 面向对象 服务对象 教育对象 受众",
    "大型活动": "是否大型活动 是否大型",
    "报送日期": "报送时间 上报时间 上报日期",
    "关联": "关联编号 关联记录",
    "链接": "网址 报道链接 新闻链接 链接地址",
    NOTE: "说明 附注 其他说明 其它说明",
    "归档.档号": "档号 归档号 归档编号",
    "归档.日期": "归档日期 归档时间",
    "归档.盒号": "盒号",
    "文号": "发文字号 文件号 发文号",
    "附件.图片": "照片 活动照片 图片资料 照片资料 影像资料 现场照片 活动图片",
    "附件.报道": "信息报道 新闻报道 宣传报道 报道材料",
    "附件.签到": "签到表 签到册",
    "附件.方案": "活动方案 实施方案",
    "附件.总结": "活动总结 小结",
    "附件.讲稿": "讲话稿 发言稿",
    "附件.纪要": "会议纪要",
    "附件.截图": "网页截图",
    LEFT_OUT: "序号 序 行号 项次 no no. 编次",
}  # fmt: skip
"""What offices call the keys of the ledger format (and usual roles, where the pack has them); the nearest first."""


class Surety(IntEnum):
    """How sure it is what a column holds: not at all, near in spelling, a usual name, its own name, told."""

    NONE = 0
    NEAR = 1
    USUAL = 2
    OWN = 3
    TOLD = 4


class Match(NamedTuple):
    """What a heading means: the target, and how sure that is; ``rank`` tells usual names of one target apart."""

    target: str = ""
    surety: Surety = Surety.NONE
    rank: int = 0


class Names:
    """Everything that a column may be, for records of some kinds.

    A target is a key of records (``日期``), a part of one (``归档.档号``, ``附件.图片``, ``日期.起``) or a field.
    """

    def __init__(self, terms: Terms, kinds: Iterable[str], told: Mapping[str, str] = NOTHING) -> None:
        self._own = _own_names(terms, tuple(kinds))
        self._told = {heading_form(heading): target for heading, target in told.items()}
        self.targets = frozenset(self._own.values())
        self._usual = {
            normal(name).casefold(): (target, rank)
            for target, names in SYNONYMS.items()
            if target in self.targets or target in (FIRST, LAST, LEFT_OUT)
            for rank, name in enumerate(names.split())
        }

    def target_named(self, text: str) -> str | None:
        """Give the target that ``--map`` names: by its own name, a part of it, or ``其他.`` and any name."""
        plain = unicodedata.normalize("NFKC", text).strip().replace(":", ".")
        if plain in (LEFT_OUT, FIRST, LAST, *self.targets):
            return plain
        if plain.startswith(f"{EXTRA}.") and plain.removeprefix(f"{EXTRA}.").strip():
            return plain
        return self._own.get(heading_form(plain))

    def match(self, heading: str, may_be_near: bool = True) -> Match:
        """Tell what a heading means; looking for a near name takes its time."""
        form = heading_form(heading)
        if not form:
            return Match()
        if heading in ID_COLUMNS:
            return Match(LEFT_OUT, Surety.OWN)
        if (told := self._told.get(form)) is not None:
            # what is told to be part of the note stands there with its heading, as what has no place does
            is_kept = told == NOTE and self._own.get(form) != NOTE
            return Match() if is_kept else Match(told, Surety.TOLD)
        if form.startswith(EXTRA) and _COLON.search(heading):
            return Match(f"{EXTRA}.{_COLON.split(heading, maxsplit=1)[1].strip()}", Surety.OWN)
        if (own := self._own.get(form)) is not None:
            return Match(own, Surety.OWN)
        if (usual := self._usual.get(form)) is not None:
            return Match(usual[0], Surety.USUAL, usual[1])
        return self._near(form) if may_be_near else Match()

    def _near(self, form: str) -> Match:
        if len(form) > 30:
            return Match()
        forms = {**{each: target for each, (target, _) in self._usual.items()}, **self._own}
        close = difflib.get_close_matches(form, forms, n=1, cutoff=_NEAR)
        close = (
            close or sorted((each for each in forms if len(each) > 1 and form.endswith(each)), key=len)[-1:]
        )
        return Match(forms[close[0]], Surety.NEAR) if close else Match()


def _own_names(terms: Terms, kinds: tuple[str, ...]) -> dict[str, str]:
    """Give what has a name of its own: by compared form; roles last, for a field may be called like one."""
    named: list[tuple[str, str]] = []
    for role, term in terms.roles.items():
        for name in (role, term.alias, f"{MATERIAL}{role}", f"{MATERIAL}.{role}"):
            named.append((name or role, f"{MATERIAL}.{role}"))
    for part in FILING_PARTS:
        named += [(f"{FILING}{sign}{part}", f"{FILING}.{part}") for sign in (".", "")]
    for kind in kinds:
        for name, field in terms.fields_of(kind).items():
            named += [(name, name), (field.alias or name, name)]
    for key, (alias, _) in RECORD_KEYS.items():
        if key not in _NESTED:
            named += [(key, key), (alias, key)]
    return {heading_form(name): target for name, target in named}


_COLON = re.compile("[:：]")
_BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")
_MARKS = re.compile(r"[*※★:：。、,，/\\#\s]+")


def heading_form(heading: str) -> str:
    """Give the compared form of a heading: no brackets, marks or blanks; case does not count."""
    plain = unicodedata.normalize("NFKC", heading)
    bare = _MARKS.sub("", _BRACKETS.sub("", plain)) or _MARKS.sub("", plain)
    return normal(bare).casefold()


def unit_in(heading: str) -> str:
    """Give the unit that a heading names in brackets: 时长（分钟）; empty where there is none."""
    for found in _BRACKETS.findall(unicodedata.normalize("NFKC", heading)):
        inside = found[1:-1].removeprefix("单位").lstrip(":").strip()
        if inside in UNITS:
            return str(inside)
    return ""
