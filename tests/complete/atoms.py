"""Where every atom of clauses.json stands in the complete ledgers, and how a report names it when it is gone.

An atom is one of the things a sentence lists. With ``need: all`` each is due on its own; with ``any`` or ``most`` one
way is enough, and only all of them together can be missed.
"""

from __future__ import annotations

from dataclasses import dataclass

from .builder import Draft
from .oracle import ACTIVITIES, TRADES, days_of, listed
from .pieces import Piece

ALL_ACTIVITIES = tuple(sorted(ACTIVITIES))
LECTURE = ("道德法治讲堂",)
TALKS = ("先进典型宣讲", "道德法治讲堂")
LAW = ("普法宣传", "义务法律咨询", "志愿服务")
OWN_RULE = ""
"""The atom has a rule of its own: its gap says it all, nothing has to be named."""


@dataclass(frozen=True)
class Atom:
    """An atom: the rule that asks for it, how the report names it, and what shows it.

    ``kinds`` with nothing more: whole records. ``fields`` and ``value``: that value (any, when empty) of these fields.
    ``role``: the material in that role. ``whole``: records that show it by their kind alone. ``where``: only the
    records that have this value somewhere; ``quarter``: only those of that quarter.
    """

    rule: str
    named: str
    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    value: str = ""
    role: str = ""
    whole: tuple[str, ...] = ()
    where: str = ""
    quarter: int = 0

    def pieces(self, ledger: Draft) -> list[Piece]:
        """List what shows the atom in a ledger."""
        found = []
        for path, raw in ledger.records.items():
            if raw["类型"] in self.whole:
                found.append(Piece("记录", path))
            elif raw["类型"] in self.kinds and (not self.where or self.where in map(str, raw.values())):
                found += self._pieces(path, raw)
        return found

    def _pieces(self, path: str, raw: dict[str, object]) -> list[Piece]:
        if self.role:
            return [Piece("角色", path, self.role)] if self.role in raw.get("附件", {}) else []  # type: ignore[operator]
        if self.quarter:
            days = [day for day in days_of(raw) if (int(day[5:7]) + 2) // 3 == self.quarter]
            several = isinstance(raw["日期"], list)
            return [Piece("值", path, "日期", day) if several else Piece("记录", path) for day in days]
        if not self.fields:
            return [Piece("记录", path)]
        return [piece for name in self.fields if name in raw for piece in self._values(path, name, raw[name])]

    def _values(self, path: str, name: str, value: object) -> list[Piece]:
        if not isinstance(value, list):
            return [Piece("字段", path, name)] if self.value in ("", value) else []
        return [Piece("值", path, name, each) for each in listed(value) if self.value in ("", each)]


def _values(
    rule: str, kind: str | tuple[str, ...], fields: str, names: str, atoms: str = ""
) -> dict[str, Atom]:
    """Make atoms that are values of fields, named by the value; ``atoms`` where clauses.json words them otherwise."""
    kinds = (kind,) if isinstance(kind, str) else kind
    values = names.split()
    keys = atoms.split() or values
    return {
        key: Atom(rule, value, kinds, tuple(fields.split()), value)
        for key, value in zip(keys, values, strict=True)
    }


def _boards() -> dict[str, Atom]:
    return {
        f"{trade}{colour}": Atom("8.4", f"{trade}·{colour}", ("诚信榜单",), ("榜别",), colour, where=trade)
        for trade in TRADES
        for colour in ("红榜", "黑榜")
    }


ALL: dict[str, dict[str, Atom]] = {
    "1.0": _values("1.0", "道德模范活动", "动词", "争创 学习 宣传 关爱"),
    "1.5": _values("1.5", "帮扶慰问", "慰问对象", "道德模范甲 先进典型乙", "道德模范 先进典型"),
    "2.5": _values(
        "2.5", TALKS, "事迹人物类别 主讲人类别", "基层干警 基层法律工作者", "基层干警事迹 基层法律工作者事迹"
    ),
    "2.8": {
        "搜集": Atom("2.8a", "图片", LECTURE, role="图片"),
        "整理": Atom("2.8a", "方案", LECTURE, ("附件",)),
        "存档": Atom("2.8b", "归档", LECTURE, ("归档",)),
    },
    "3.2": _values(
        "3.2", "思想道德教育", "对象", "党员干部 先进人物 青年干警 学生", "党员干部 先进人物 青年干警 学生(仅学院)"
    ),
    "3.4": {
        "清明网上祭英烈": Atom("3.4a", OWN_RULE, ("网上祭英烈",)),
        "十一向国旗敬礼": Atom("3.4b", OWN_RULE, ("向国旗敬礼",)),
    },
    "3.9": {
        "团委": Atom("3.9", "团委", ("主题教育活动",), ("主办", "承办")),
        "妇委会": Atom("3.9", "妇委会", ALL_ACTIVITIES, ("主办", "承办"), "妇委会"),
    },
    "3.10": {
        "青少年维权岗(国家级/省级)": Atom("3.10", "青少年维权岗", ("青少年维权岗创建",), ("级别",)),
        "青年文明号(国家级/省级)": Atom("3.10", "青年文明号", ("青年文明号创建",), ("级别",)),
        "巾帼建功": Atom("3.10", "巾帼建功", ("巾帼建功活动",)),
    },
    "4.1": _values("4.1", "文明宣传教育", "主题", "文明用语 文明出行 文明餐桌 网络文明 文明传播"),
    "4.3": _values("4.3", "专题教育", "主题", "文明礼仪 文明旅游 文明用餐"),
    "6.1": {
        "领导小组工作会议": Atom("6.1a", OWN_RULE, ("领导小组会议",)),
        "专题活动研究": Atom("6.1b", OWN_RULE, ("专题研究",)),
        "工作部署": Atom("6.1c", OWN_RULE, ("工作部署",)),
        "工作总结": Atom("6.1d", OWN_RULE, ("工作总结",), where="年度"),
    },
    "6.3": {
        "具体方案": Atom("6.3", "方案", ALL_ACTIVITIES, role="方案"),
        "活动图片": Atom("6.3", "图片", ALL_ACTIVITIES, role="图片"),
        "信息报道": Atom("6.3", "报道", ALL_ACTIVITIES, role="报道"),
    },
    "6.4": {
        "及时报送信息": Atom("6.4a", "报送日期", ALL_ACTIVITIES, ("报送日期",)),
        "主动宣传": Atom("6.4b", "报道", ALL_ACTIVITIES, role="报道"),
    },
    "7.1": {
        "观摩交流": Atom("7.1", "观摩交流", ("观摩交流",)),
        "风采展示": Atom("7.1", "风采展示", ("风采展示",)),
    },
    "7.5": _values("7.5", "督导考核", "类别", "督导 考核"),
    "7.6": {
        "组织培训": Atom("7.6", "组织培训", ("动态管理系统培训",), ("身份",), "组织"),
        "参加培训": Atom("7.6", "参加培训", ("动态管理系统培训",), ("身份",), "参加"),
    },
    "8.2": _values("8.2", "诚信活动", "主题", "诚信文化传播 职业道德教育"),
    "8.3": _values("8.3", "诚信活动", "主题", "诚信宣传教育 诚信主题实践"),
    "8.4": _boards(),
    "10.0": {
        "结对协议": Atom("10.0", "结对协议", ("结对共建协议",), role="协议"),
        "共建活动": Atom("10.0", "共建活动", ("结对共建活动",)),
    },
    "10.2": _values("10.2", "义务法律咨询", "服务人员", "律师 基层法律服务工作者"),
    "11.1": _values(
        "11.1", "学习贯彻", "文件名称", "关于深入开展文明校园创建活动的实施意见 全国文明校园创建工作会议",
        "实施意见 创建工作会议精神",
    ),
    "11.2": _values("11.2", "文明校园活动", "主题", "师德师风 学生文明素养 校园文化"),
    "12.1": _values("12.1", "学习贯彻", "文件名称", "湖北省志愿服务条例 全国志愿服务嘉许管理办法"),
    "12.6": {
        "党员干部志愿服务进社区": Atom("12.6a", OWN_RULE, ("志愿服务",), ("主题",), "党员干部志愿服务进社区"),
        "慰问困难党员干部": Atom("12.6b", OWN_RULE, ("帮扶慰问",), ("慰问对象",), "困难党员干部"),
    },
    "12.8": {
        **_values("12.8", "志愿服务", "主题", "关爱他人 关爱社会 关爱自然"),
        "慈善一日捐": Atom("12.8", "慈善一日捐", ("慈善一日捐",)),
    },
    "12.10": {
        f"进{place}": Atom(
            "12.10", place, LAW, ("场所类别",), place, whole=("普法进校园",) if place == "学校" else ()
        )
        for place in ("社区", "学校", "农村", "企业", "机关")
    },
    "12.13": {
        "法律咨询": Atom("12.13a", OWN_RULE, ("义务法律咨询",)),
        "法律救助": Atom("12.13b", OWN_RULE, ("志愿服务",), ("主题",), "法律救助"),
    },
    "12.15": {
        "常态化": Atom("12.15a", "2017年第三季度", ("志愿服务",), quarter=3),
        "长效化": Atom("12.15b", OWN_RULE, ("制度文件",), ("事项",), "法律救助志愿服务"),
    },
}  # fmt: skip
"""Every atom of a span with ``need: all``, in the words of clauses.json."""


@dataclass(frozen=True)
class Choice:
    """Ways of which one (or most records in any of them) is enough: the rule, the field, and its values."""

    rule: str
    kind: str
    field: str
    values: tuple[str, ...]


def _choice(rule: str, kind: str, field: str, values: str) -> Choice:
    return Choice(rule, kind, field, tuple(values.split()))


CHOICES: dict[str, Choice] = {
    "2.2": _choice("2.2", "道德法治讲堂", "主题", "社会公德 职业道德 家庭美德 个人品德"),
    "2.3": _choice("2.3", "道德法治讲堂", "形式", "身边人讲身边事 身边人讲自己事 身边事教身边人"),
    "4.5": _choice(
        "4.5", "信息报送", "平台", "荆楚文明网 文明湖北网 省厅门户网站 文明湖北微信 文明湖北微博 i播文明"
    ),
    "4.8": _choice("4.8", "公众号转发", "主题", "核心价值观 践行核心价值观事例 中华优秀传统文化"),
    "5.4": _choice("5.4", "文明家庭推选", "级别", "全国 全省"),
}
"""Every span with ``need: any`` or ``most``. 4.7 says 分享 and 转发, which are one kind of record."""
ONE_KIND = {"4.7": ("4.7", "公众号转发")}
