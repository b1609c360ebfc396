"""A second, much smaller reading of the rules, straight from the vocabulary's table of spans and from clauses.json.

It knows only ledgers as the builder makes them, judged when every window has closed, and gives the outcome of every
rule. It shares nothing with civcheck: where the two differ, one of them is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property

from .builder import ACTIVITY_ROLES, Draft, Raw

SATISFIED, GAP, NOT_APPLICABLE, UNDETERMINED = "satisfied", "gap", "not-applicable", "undetermined"
Truth = bool | None
"""None: the unit does not say."""

ACTIVITIES = frozenset(
    {
        *("道德法治讲堂", "先进典型宣讲", "道德模范活动", "帮扶慰问"),
        *(
            "思想道德教育",
            "主题教育活动",
            "网上祭英烈",
            "向国旗敬礼",
            "普法宣传",
            "普法进校园",
            "巾帼建功活动",
        ),
        *("文明宣传教育", "专题教育", "家庭文明活动", "观摩交流", "风采展示", "动态管理系统培训", "诚信活动"),
        *("全民阅读", "结对共建活动", "义务法律咨询", "文明校园活动"),
        *("学习贯彻", "志愿服务", "慈善一日捐", "志愿服务宣传"),
    }
)
"""The kinds with a star in the vocabulary; every other kind counts only with a file."""
TRADES = ("律师", "公证", "法律援助", "基层法律服务", "司法鉴定")
LADDER = ("无", "县级", "市级", "省级", "省级最佳", "全国")
OFFICES = ("监狱管理局", "戒毒管理局", "监狱", "戒毒所", "学院")
YEAR = ("2017-01-01", "2017-12-31")
EVER = ("0001-01-01", "2017-12-31")
LECTURE_FORMS = ("身边人讲身边事", "身边人讲自己事", "身边事教身边人")
VIRTUES = ("社会公德", "职业道德", "家庭美德", "个人品德")
OFFENDERS = ("服刑人员", "戒毒人员", "社区矫正对象", "刑满释放人员")
PLATFORMS = ("荆楚文明网", "文明湖北网", "省厅门户网站", "文明湖北微信", "文明湖北微博", "i播文明")
PLACES = ("社区", "学校", "农村", "企业", "机关")
CARE = ("关爱他人", "关爱社会", "关爱自然")
LATE_FILING = "2018-06-30"


def listed(value: object) -> list[str]:
    """Give a value as a list."""
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def days_of(raw: Raw) -> list[str]:
    """Give the days of a record: its sessions, or first and last day."""
    return listed(raw["日期"]) if isinstance(raw["日期"], list) else str(raw["日期"]).split("/")


def either(*truths: Truth) -> Truth:
    """Combine alternatives."""
    return True if True in truths else None if None in truths else False


def both(*truths: Truth) -> Truth:
    """Combine what must hold together."""
    return False if False in truths else None if None in truths else True


def shown(holds: object) -> str:
    """Turn what holds into an outcome."""
    return SATISFIED if holds else GAP


def members(*wanted: tuple[Truth, object]) -> str:
    """Judge members that concern some units only: (does it concern this one, is it shown)."""
    if any(concerns and not held for concerns, held in wanted):
        return GAP
    if any(concerns is None for concerns, _ in wanted):
        return UNDETERMINED
    return SATISFIED if any(concerns for concerns, _ in wanted) else NOT_APPLICABLE


class Reading:
    """A ledger as the oracle sees it."""

    def __init__(self, ledger: Draft) -> None:
        self.unit = ledger.unit
        self.records = list(ledger.records.values())

    # --- the unit

    @cached_property
    def type(self) -> str:
        return str(self.unit["单位类型"])

    @cached_property
    def is_bureau(self) -> bool:
        return self.type in ("市州司法局", "县区司法局")

    @cached_property
    def serves(self) -> bool:
        return self.is_bureau or self.type == "司法所"

    def does(self, *functions: str) -> Truth:
        """Tell whether the unit has one of these functions, declared or stated by its type."""
        if "职能" in self.unit:
            return any(each in listed(self.unit["职能"]) for each in functions)
        return either(*(self._stated(each) for each in functions))

    def _stated(self, function: str) -> Truth:
        if function == "失信惩戒":
            return self.type == "司法厅" or self.is_bureau
        if self.type in OFFICES and function in TRADES:
            return False
        return False if self.type == "司法所" and function in ("公证", "司法鉴定") else None

    def has(self, *organisations: str) -> Truth:
        if "组织" not in self.unit:
            return None
        return any(each in listed(self.unit["组织"]) for each in organisations)

    def holds(self, rung: str) -> Truth:
        if "文明单位级别" not in self.unit:
            return None
        return LADDER.index(self.unit["文明单位级别"]) >= LADDER.index(rung)

    def yes(self, fact: str) -> Truth:
        value = self.unit["其他事实"].get(fact)
        return None if value is None else value == "是"

    def names(self, fact: str) -> list[str] | None:
        value = self.unit["其他事实"].get(fact)
        return None if value is None else [] if value == "无" else listed(value)

    # --- the records

    def of(self, *kinds: str, within: tuple[str, str] = YEAR, **fields: str | tuple[str, ...]) -> list[Raw]:
        """List the records of these kinds that lie in a window, can be shown, and have one of the values."""
        return [
            raw
            for raw in self.records
            if raw["类型"] in kinds
            and (raw["类型"] in ACTIVITIES or raw.get("附件"))
            and (any(within[0] <= day <= within[1] for day in days_of(raw)))
            and all(has(raw, name, value) for name, value in fields.items())
        ]

    def activities(self, **fields: str | tuple[str, ...]) -> list[Raw]:
        return self.of(*ACTIVITIES, **fields)


def has(raw: Raw, name: str, value: str | tuple[str, ...]) -> bool:
    """Tell whether a field of a record has one of these values."""
    found = listed(raw.get(name))
    if name == "场所类别" and raw["类型"] == "普法进校园" and not found:
        found = ["学校"]
    return any(each.strip("《》") in ((value,) if isinstance(value, str) else value) for each in found)


def covers(records: Iterable[Raw], wanted: Iterable[str], *fields: str) -> bool:
    """Tell whether every value is in one of the fields of some record."""
    records = list(records)
    return all(any(has(raw, name, each) for raw in records for name in fields) for each in wanted)


def roles(records: Iterable[Raw], *wanted: str) -> bool:
    """Tell whether every record shows material in all these roles."""
    return all(role in raw.get("附件", {}) for raw in records for role in wanted)


def on_file(reading: Reading, kind: str, within: tuple[str, str] = YEAR, **fields: str) -> str:
    """6.1: one record that has a formal paper and is filed in time."""
    return shown(
        any(
            {"文件", "纪要"} & set(raw.get("附件", {}))
            and raw.get("归档", {"日期": "9"})["日期"] <= LATE_FILING
            for raw in reading.of(kind, within=within, **fields)
        )
    )


def most(lectures: list[Raw]) -> bool:
    """2.3: more than half of the times a lecture was given, in one of the three forms."""
    times = [(raw, day) for raw in lectures for day in _sessions(raw)]
    return 2 * sum(has(raw, "形式", LECTURE_FORMS) for raw, _ in times) > len(times)


def lecture_days(lectures: list[Raw]) -> int:
    """2.7: different days; a lecture given on several days counts on each."""
    return len({day for raw in lectures for day in _sessions(raw)})


def every_quarter(records: list[Raw]) -> bool:
    """12.15: one in each quarter."""
    return {(date.fromisoformat(day).month - 1) // 3 for raw in records for day in _sessions(raw)} == {
        0,
        1,
        2,
        3,
    }


def _sessions(raw: Raw) -> list[str]:
    days = days_of(raw) if isinstance(raw["日期"], list) else days_of(raw)[:1]
    return [day for day in days if YEAR[0] <= day <= YEAR[1]]


def followed(reading: Reading) -> bool:
    """4.6: everybody on the latest roll follows the account."""
    rolls = sorted(reading.of("名册", 类别="网络文明传播志愿者"), key=days_of)
    if not rolls or "志愿者人数" not in rolls[-1] or "已关注人数" not in rolls[-1]:
        return False
    return int(rolls[-1]["已关注人数"]) >= int(rolls[-1]["志愿者人数"])


def boards(reading: Reading) -> str:
    """8.4: a red and a black list for every trade the unit has in its care."""
    if not (reading.is_bureau or reading.type == "司法厅"):
        return NOT_APPLICABLE
    if "职能" not in reading.unit:
        return UNDETERMINED
    trades = [each for each in TRADES if reading.does(each)]
    if not trades:
        return NOT_APPLICABLE
    return shown(
        all(reading.of("诚信榜单", 行业=each, 榜别=colour) for each in trades for colour in ("红榜", "黑榜"))
    )


def from_list(names: list[str] | None, holds: Callable[[list[str]], object]) -> str:
    """Judge what concerns the names of a declared list."""
    if names is None:
        return UNDETERMINED
    return shown(holds(names)) if names else NOT_APPLICABLE


def lectures_show(reading: Reading, holds: Callable[[list[Raw]], object]) -> str:
    """Judge what every lecture must show; without lectures it is a gap."""
    lectures = reading.of("道德法治讲堂")
    return shown(lectures and holds(lectures))


def papers_of_activities(reading: Reading) -> str:
    """6.3: every activity of the unit's own."""
    own = [raw for raw in reading.activities() if not has(raw, "身份", "参加")]
    return shown(own and roles(own, *ACTIVITY_ROLES))


def filed(lectures: list[Raw]) -> bool:
    """2.8: every lecture is filed in time."""
    return all("归档" in raw and raw["归档"]["日期"] <= LATE_FILING for raw in lectures)


def large(reading: Reading, holds: Callable[[list[Raw]], object]) -> str:
    """6.4: what the ledger declares as a large event; none is no gap."""
    events = reading.activities(大型活动="是")
    return shown(holds(events)) if events else NOT_APPLICABLE


def when(concerns: Truth, holds: object) -> str:
    """Judge a rule that concerns some units only."""
    return members((concerns, holds))


def outcomes(ledger: Draft) -> dict[str, str]:
    """Give the outcome of every rule, by id."""
    r = Reading(ledger)
    return {**_guidance(r), **_routine(r), **_features(r)}


def _guidance(r: Reading) -> dict[str, str]:
    youth, women = r.has("团委", "团支部"), r.has("妇委会")
    organisation = r.has("团委", "团支部", "妇委会")
    led_by_youth = [
        *r.activities(主办=("团委", "团支部", f"{r.unit['单位名称']}团委")),
        *r.activities(承办=("团委", "团支部")),
    ]
    led_by_women = [*r.activities(主办="妇委会"), *r.activities(承办="妇委会")]
    talks = r.of("先进典型宣讲", "道德法治讲堂")
    crowds = ["党员干部", "先进人物", "青年干警"] + ["学生"] * (r.type == "学院")
    provincial = r.holds("省级")
    return {
        "1.0": shown(covers(r.of("道德模范活动"), ("争创", "学习", "宣传", "关爱"), "动词")),
        "1.1": shown(r.of("道德模范活动", 动词="宣传") or r.of("先进典型宣讲", 主题="道德模范")),
        "1.2": shown(r.activities(主题="道德群星")),
        "1.3": shown(r.of("典型推荐", 类别=("典型线索", "荆楚楷模"))),
        "1.4": when(r.yes("有推荐渠道"), r.of("典型推荐", 类别=("荆楚楷模", "零推荐"))),
        "1.5": from_list(r.names("在册先进典型"), lambda names: covers(r.of("帮扶慰问"), names, "慰问对象")),
        "2.2": lectures_show(r, lambda lectures: all(has(raw, "主题", VIRTUES) for raw in lectures)),
        "2.3": lectures_show(r, most),
        "2.4": shown(r.of("先进典型宣讲") or r.of("道德法治讲堂", 主讲人类别="先进典型")),
        "2.5": shown(covers(talks, ("基层干警", "基层法律工作者"), "事迹人物类别", "主讲人类别")),
        "2.7": shown(lecture_days(r.of("道德法治讲堂")) >= 4),
        "2.8a": lectures_show(r, lambda lectures: roles(lectures, *ACTIVITY_ROLES)),
        "2.8b": lectures_show(r, filed),
        "3.1": shown(r.of("主题教育活动", 主题="上网发正面之声")),
        "3.2": shown(covers(r.of("思想道德教育"), crowds, "对象")),
        "3.3": shown(r.of("主题教育活动", 主题="我的中国梦")),
        "3.4a": shown(r.of("网上祭英烈", within=("2017-03-25", "2017-04-10"))),
        "3.4b": shown(r.of("向国旗敬礼", within=("2017-09-20", "2017-10-11"))),
        "3.5": when(r.does("普法"), r.of("普法进校园") or r.of("普法宣传", 对象=("未成年人", "学生"))),
        "3.6": when(both(r.serves, r.does("普法")), r.of("普法进校园")),
        "3.7": when(r.does("法律援助"), r.of("未成年人法律援助", 事项="渠道")),
        "3.8": when(r.does("律师"), r.of("未成年人法律援助", 事项="律师办案")),
        "3.9": when(organisation, False)
        if not organisation
        else members((youth, led_by_youth), (women, led_by_women)),
        "3.10": when(organisation, False)
        if not organisation
        else members(
            (youth, r.of("青少年维权岗创建", 级别=("国家级", "省级"))),
            (youth, r.of("青年文明号创建", 级别=("国家级", "省级"))),
            (women, r.of("巾帼建功活动")),
        ),
        "3.11": when(r.yes("有青年干警"), r.of("思想道德教育", "主题教育活动", 对象="青年干警")),
        "3.12": when(either(r.yes("有女干警"), women), r.of("巾帼建功活动") or r.activities(对象="女干警")),
        "4.0": shown(r.of("文明宣传教育", "专题教育")),
        "4.1": shown(
            covers(r.of("文明宣传教育"), ("文明用语", "文明出行", "文明餐桌", "网络文明", "文明传播"), "主题")
        ),
        "4.3": shown(covers(r.of("专题教育", 对象="机关干部"), ("文明礼仪", "文明旅游", "文明用餐"), "主题")),
        "4.4": shown(r.of("名册", 类别="网络文明传播志愿者")),
        "4.5": shown(r.of("信息报送", 平台=PLATFORMS)),
        "4.6": when(provincial, followed(r)),
        "4.7": when(provincial, r.of("公众号转发")),
        "4.8": when(
            provincial, r.of("公众号转发", 主题=("核心价值观", "践行核心价值观事例", "中华优秀传统文化"))
        ),
        "5.0": shown(r.of("家庭文明活动")),
        "5.1": when(r.holds("县级"), r.of("家庭文明活动", 主题="家庭教育")),
        "5.2": shown(r.activities(主题="孝老爱亲")),
        "5.3": shown(r.of("案例警示", 主题="不孝案例")),
        "5.4": shown(r.of("文明家庭推选", 级别=("全国", "全省"))),
        "5.5": shown(r.of("工作总结", within=("2017-10-01", "2018-01-31"), 范围="家庭文明")),
    }


def _routine(r: Reading) -> dict[str, str]:
    numbers = [raw["编号"] for raw in r.records if "编号" in raw]
    hosts = r.type in ("司法厅", "市州司法局")
    return {
        "6.0": shown(r.of("制度文件", within=EVER, 事项="领导小组")),
        "6.1a": on_file(r, "领导小组会议"),
        "6.1b": on_file(r, "专题研究"),
        "6.1c": on_file(r, "工作部署", ("2016-12-01", "2017-12-31")),
        "6.1d": on_file(r, "工作总结", ("2017-11-01", "2018-01-31"), 范围="年度"),
        "6.2": shown(len(numbers) == len(set(numbers))),
        "6.3": papers_of_activities(r),
        "6.4a": large(r, lambda events: all(raw.get("报送日期") for raw in events)),
        "6.4b": large(r, lambda events: all({"报道", "截图"} & set(raw.get("附件", {})) for raw in events)),
        "7.0": when(r.yes("有下级单位"), r.of("调研")),
        "7.1": shown(r.of("观摩交流") and r.of("风采展示")),
        "7.2": shown(r.of("经验推广")),
        "7.3": shown(r.of("名册", 类别="创建工作人员")),
        "7.4": shown(r.of("人员任命", within=EVER)),
        "7.5": when(r.yes("有下属文明单位"), covers(r.of("督导考核"), ("督导", "考核"), "类别")),
        "7.6": members(
            (hosts, r.of("动态管理系统培训", 身份="组织")),
            (r.holds("省级"), r.of("动态管理系统培训", 身份="参加")),
        ),
        "8.0": shown(r.of("制度文件", within=EVER, 事项="诚信建设")),
        "8.2": shown(covers(r.of("诚信活动"), ("诚信文化传播", "职业道德教育"), "主题")),
        "8.3": shown(covers(r.of("诚信活动"), ("诚信宣传教育", "诚信主题实践"), "主题")),
        "8.4": boards(r),
        "8.5": when(r.does("失信惩戒"), r.of("失信惩戒统计")),
    }


def _features(r: Reading) -> dict[str, str]:
    in_charge = r.type in ("监狱", "戒毒所", "司法所", "司法厅")
    college = r.type == "学院"
    rescue = r.of("志愿服务", 主题="法律救助")
    advice = r.of("义务法律咨询")
    law_days = r.of("普法宣传", "普法进校园")
    villages = r.of("结对共建协议", within=EVER) and r.of("结对共建活动")
    return {
        "9.0": shown(r.of("全民阅读")),
        "9.1": shown(r.of("学习贯彻", 文件名称="湖北省全民阅读促进办法")),
        "9.2": when(either(in_charge, r.does("社区矫正")), r.of("全民阅读", 对象=OFFENDERS)),
        "9.3": shown(r.of("全民阅读", 主题="集中宣传展示")),
        "9.5": shown(r.of("全民阅读", 主题="阅读品牌")),
        "10.0": from_list(r.names("结对村"), lambda _: villages),
        "10.1": when(r.yes("有基层联系点"), r.of("联系点指导")),
        "10.2": members(
            (r.does("律师"), has_any(advice, "服务人员", "律师")),
            (r.does("基层法律服务"), has_any(advice, "服务人员", "基层法律服务工作者")),
        ),
        "10.3": when(r.does("人民调解"), r.of("矛盾化解统计")),
        "11.0": when(college, r.of("文明校园活动")),
        "11.1": when(
            college,
            covers(
                r.of("学习贯彻"),
                ("关于深入开展文明校园创建活动的实施意见", "全国文明校园创建工作会议"),
                "文件名称",
            ),
        ),
        "11.2": when(college, covers(r.of("文明校园活动"), ("师德师风", "学生文明素养", "校园文化"), "主题")),
        "12.0": shown(r.of("志愿服务")),
        "12.1": shown(
            covers(r.of("学习贯彻"), ("湖北省志愿服务条例", "全国志愿服务嘉许管理办法"), "文件名称")
        ),
        "12.2": shown(r.of("志愿服务宣传", 主题="志愿服务理念")),
        "12.3": shown(r.of("志愿服务宣传", 主题="志愿服务典型")),
        "12.5": shown(r.of("学习贯彻", 文件名称="全国学雷锋志愿服务推进会议")),
        "12.6a": shown(r.of("志愿服务", 主题="党员干部志愿服务进社区")),
        "12.6b": shown(r.of("帮扶慰问", 慰问对象="困难党员干部")),
        "12.7": when(r.has("本禹志愿服务队"), r.of("志愿服务", 主题="本禹")),
        "12.8": shown(covers(r.of("志愿服务"), CARE, "主题") and r.of("慈善一日捐")),
        "12.9": when(r.does(*TRADES), rescue),
        "12.10": when(
            r.does(*TRADES, "普法"), covers([*law_days, *advice, *r.of("志愿服务")], PLACES, "场所类别")
        ),
        "12.11": when(r.does("普法"), law_days),
        "12.12": when(r.does("普法"), law_days),
        "12.13a": when(r.serves, advice),
        "12.13b": when(r.serves, rescue),
        "12.15a": when(r.serves, every_quarter(rescue)),
        "12.15b": when(r.serves, r.of("制度文件", within=EVER, 事项="法律救助志愿服务")),
    }


def has_any(records: Iterable[Raw], name: str, value: str) -> bool:
    """Tell whether some record has the value."""
    return any(has(raw, name, value) for raw in records)
