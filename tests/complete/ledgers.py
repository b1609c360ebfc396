"""The complete and minimal 2017 ledgers, one for each declarable unit type, written down point by point.

Every record names in ``answers`` the rules that count it. Each ledger answers the same rules in the way that suits
the unit, and where a rule leaves a choice (which platform, which rung, sessions or single lectures) the units choose
differently, so that together they use every way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .builder import FILES, Draft, Entry, Raw, activity, draft, entry, paper, visit

TRADES = ("律师", "公证", "法律援助", "基层法律服务", "司法鉴定")
ALL_FUNCTIONS = [*TRADES, "普法", "社区矫正", "人民调解", "失信惩戒"]
HONOURS = ("无", "县级", "市级", "省级", "省级最佳", "全国")


@dataclass(frozen=True)
class Facts:
    """What a unit is and has, as far as its ledger depends on it."""

    raw: Raw

    @property
    def type(self) -> str:
        return str(self.raw["单位类型"])

    @property
    def name(self) -> str:
        return str(self.raw["单位名称"])

    @property
    def is_bureau(self) -> bool:
        """司法局: 市州 or 县区."""
        return self.type.endswith("司法局")

    @property
    def serves_the_public(self) -> bool:
        """司法局 and 司法所, which rules 3.6, 12.13 and 12.15 name."""
        return self.is_bureau or self.type == "司法所"

    def honour(self, rung: str) -> bool:
        """Tell whether the unit holds this rung or a higher one."""
        return HONOURS.index(self.raw["文明单位级别"]) >= HONOURS.index(rung)

    def does(self, *functions: str) -> bool:
        return any(each in self.raw["职能"] for each in functions)

    def has(self, *organisations: str) -> bool:
        return any(each in self.raw["组织"] for each in organisations)

    def fact(self, name: str) -> Any:
        """Give a fact; 是 is true, 否 and 无 are false."""
        value = self.raw["其他事实"].get(name)
        return value not in (None, "否", "无") and value


def facts(
    name: str, kind: str, honour: str, functions: list[str], organisations: list[str], **others: Any
) -> Facts:
    """Declare a unit. 在职人数 and 上级单位 decide nothing here and stay out; so does 有女干警 beside a 妇委会."""
    return Facts(
        {
            "单位名称": name,
            "单位类型": kind,
            "年度": "2017",
            "文明单位级别": honour,
            "职能": functions or "无",
            "组织": organisations or "无",
            "其他事实": others,
        }
    )


def _superior(**others: Any) -> Raw:
    """The facts of an office that has everything: units below it, villages, contact points, models on record."""
    return {
        "有下级单位": "是",
        "有下属文明单位": "是",
        "有推荐渠道": "是",
        "有青年干警": "是",
        "有基层联系点": "是",
        "在册先进典型": ["道德模范甲", "先进典型乙"],
        "结对村": ["柳林村"],
        **others,
    }


UNITS = (
    facts("省司法厅", "司法厅", "省级最佳", ALL_FUNCTIONS, ["团委", "妇委会", "本禹志愿服务队"], **_superior()),
    facts("省监狱管理局", "监狱管理局", "省级", ["普法"], ["团委", "妇委会"], **_superior(有推荐渠道="否")),
    facts(
        "省戒毒管理局", "戒毒管理局", "市级", [], ["团委"],
        **_superior(有女干警="是", 有基层联系点="否", 结对村="无"),
    ),
    facts("江州司法局", "市州司法局", "省级", ALL_FUNCTIONS, ["团委", "妇委会", "本禹志愿服务队"], **_superior()),
    facts("江城县司法局", "县区司法局", "省级", ALL_FUNCTIONS, ["团支部", "妇委会", "本禹志愿服务队"], **_superior()),
    facts(
        "柳林司法所", "司法所", "无", ["法律援助", "基层法律服务", "普法", "社区矫正", "人民调解"], [],
        有下级单位="否", 有下属文明单位="否", 有推荐渠道="否", 有青年干警="否", 有女干警="否", 有基层联系点="否",
        在册先进典型="无", 结对村="无",
    ),
    facts(
        "江北监狱", "监狱", "省级", [], ["团委", "妇委会"],
        **_superior(有下级单位="否", 有下属文明单位="否"),
    ),
    facts(
        "江南戒毒所", "戒毒所", "县级", ["普法"], ["妇委会"],
        **_superior(有下级单位="否", 有下属文明单位="否", 有推荐渠道="否", 有基层联系点="否"),
    ),
    facts(
        "武汉警官职业学院", "学院", "全国", [], ["团委", "妇委会", "本禹志愿服务队"],
        **_superior(有下级单位="否", 有下属文明单位="否", 有青年干警="是"),
    ),
)  # fmt: skip


def complete(unit: Facts) -> Draft:
    """Give the complete ledger of a unit."""
    points = (
        _models, _lectures, _education, _minors, _youth_and_women, _manners, _network, _families, _meetings,
        _research, _integrity, _reading, _villages, _campus, _volunteers, _legal_volunteers,
    )  # fmt: skip
    return draft(unit.raw, [each for point in points for each in point(unit)])


# --- 一、思想引领


def _models(unit: Facts) -> Iterator[Entry]:
    yield activity(
        "道德模范活动", "2017-05-10", "1.0 1.1 1.2", 动词=["争创", "学习", "宣传", "关爱"], 主题="道德群星"
    )
    if unit.type == "戒毒管理局":  # has a channel, and nobody to recommend
        yield paper("典型推荐", "2017-06-20", "推荐表", "1.3", 类别="典型线索")
        yield paper("典型推荐", "2017-12-20", "文件", "1.4", 类别="零推荐")
    elif unit.fact("有推荐渠道"):
        yield paper("典型推荐", "2017-06-20", "推荐表", "1.3 1.4", 类别="荆楚楷模")
    else:
        yield paper("典型推荐", "2017-06-20", "推荐表", "1.3", 类别="典型线索")
    models = unit.fact("在册先进典型") or []
    yield activity("帮扶慰问", "2017-01-18", "1.5 12.6b", 慰问对象=[*models, "困难党员干部"])


def _lectures(unit: Facts) -> Iterator[Entry]:
    """Four lectures on different days, three of them (two of three records for a 司法所) in the three forms."""
    always = "2.2 2.7 2.8a 2.8b"
    first, second = ("2017-03-15", "2017-06-21")
    by_models = unit.type in ("监狱", "学院")  # the models have a lecture tour of their own
    if unit.type == "司法所":  # one programme given on two days
        yield activity(
            "道德法治讲堂", [first, second], f"{always} 2.3 2.4 2.5", filed="2018-06-30", 主题="家庭美德",
            形式="身边人讲身边事", 主讲人类别=["基层法律工作者", "先进典型"],
        )  # fmt: skip
    else:
        yield activity(
            "道德法治讲堂", first, f"{always} 2.3" + (" 2.5" * (not by_models)), filed="2017-04-10", 主题="家庭美德",
            形式="身边人讲身边事", **({} if by_models else {"事迹人物类别": "基层干警"}),
        )  # fmt: skip
        yield activity(
            "道德法治讲堂", second, f"{always} 2.3" + (" 2.5" * (not by_models)), filed="2018-06-30", 主题="职业道德",
            形式="身边人讲自己事", **({} if by_models else {"主讲人类别": "基层法律工作者"}),
        )  # fmt: skip
    third = (
        {}
        if by_models
        else {"事迹人物类别": "基层干警"}
        if unit.type == "司法所"
        else {"主讲人类别": "先进典型"}
    )
    also = {"事迹人物类别": " 2.5", "主讲人类别": " 2.4"}.get(next(iter(third), ""), "")
    yield activity(
        "道德法治讲堂", "2017-09-13", f"{always} 2.3{also}", filed="2017-10-09", 主题="社会公德",
        形式="身边事教身边人", **third,
    )  # fmt: skip
    yield activity("道德法治讲堂", "2017-11-08", f"{always} 2.3", filed="2017-12-29", 主题="个人品德")
    if by_models:
        yield activity("先进典型宣讲", "2017-07-01", "2.4 2.5", 事迹人物类别=["基层干警", "基层法律工作者"])


def _education(unit: Facts) -> Iterator[Entry]:
    yield activity("主题教育活动", "2017-06-08", "3.1", 主题="上网发正面之声")
    dream: Raw = {"主题": "我的中国梦"}
    answers = "3.3"
    if unit.has("团委"):
        dream |= {"主办": f"{unit.name}团委"}  # the unit's own name before it is dropped
        answers += " 3.9"
    elif unit.has("团支部"):
        dream |= {"承办": "团支部"}
        answers += " 3.9"
    yield activity("主题教育活动", "2017-05-04", answers, **dream)
    audience = ["党员干部", "先进人物", "青年干警"] + ["学生"] * (unit.type == "学院")
    yield activity(
        "思想道德教育", "2017-07-05", "3.2" + " 3.11" * bool(unit.fact("有青年干警")), 对象=audience
    )
    # the first and the last day of the two windows
    yield activity("网上祭英烈", "2017-03-25" if unit.is_bureau else "2017-04-10", "3.4a")
    if unit.type == "司法所":  # too small for a large event: 6.4 does not concern it
        yield activity("向国旗敬礼", "2017-10-11", "3.4b")
    else:  # a Friday; three working days later, the holiday between them, is 10-10
        yield activity("向国旗敬礼", "2017-09-29", "3.4b 6.4a 6.4b", 大型活动="是", 报送日期="2017-10-10")


def _minors(unit: Facts) -> Iterator[Entry]:
    if unit.does("普法") and unit.serves_the_public:  # 学校 follows from the kind
        yield activity("普法进校园", "2017-09-20", "3.5 3.6 12.10 12.11 12.12")
    elif unit.does("普法"):
        places = ["学校", "机关", "企业"] + ["社区", "农村"] * (not unit.does(*TRADES))
        audience = "未成年人" if unit.type == "戒毒所" else "学生"
        yield activity("普法宣传", "2017-12-04", "3.5 12.10 12.11 12.12", 对象=audience, 场所类别=places)
    if unit.does("法律援助"):
        yield paper("未成年人法律援助", "2017-06-01", "文件", "3.7", 事项="渠道")
    if unit.does("律师"):
        yield paper("未成年人法律援助", "2017-06-02", "统计", "3.8", 事项="律师办案")


def _youth_and_women(unit: Facts) -> Iterator[Entry]:
    if unit.has("团委", "团支部"):
        yield paper("青少年维权岗创建", "2017-04-20", "文件", "3.10", 级别="省级")
        yield paper("青年文明号创建", "2017-04-21", "通知", "3.10", 级别="国家级")
    if unit.has("妇委会"):
        yield activity("巾帼建功活动", "2017-03-08", "3.9 3.10 3.12", 主办="妇委会")


def _manners(unit: Facts) -> Iterator[Entry]:
    yield activity(
        "文明宣传教育",
        "2017-04-26",
        "4.0 4.1",
        主题=["文明用语", "文明出行", "文明餐桌", "网络文明", "文明传播"],
    )
    yield activity(
        "专题教育", "2017-09-27", "4.0 4.3", 对象="机关干部", 主题=["文明礼仪", "文明旅游", "文明用餐"]
    )


PLATFORM = {
    "司法厅": "荆楚文明网",
    "监狱管理局": "文明湖北网",
    "市州司法局": "文明湖北微信",
    "县区司法局": "文明湖北微博",
    "监狱": "i播文明",
}
SPREAD = {"司法厅": "核心价值观", "监狱管理局": "践行核心价值观事例"}


def _network(unit: Facts) -> Iterator[Entry]:
    numbers: Raw = {"志愿者人数": "12", "已关注人数": "12"} if unit.honour("省级") else {}
    answers = "4.4 4.6" if unit.honour("省级") else "4.4"
    yield paper("名册", "2017-04-12", "名册", answers, 类别="网络文明传播志愿者", **numbers)
    link = Entry("", {"附件": {"截图": "https://example.org/a"}}, ())
    told = paper("信息报送", "2017-08-16", "截图", "4.5", 平台=PLATFORM.get(unit.type, "省厅门户网站"))
    if unit.type == "司法所":  # shown by a link alone
        told = Entry(told.path, told.raw | link.raw, told.answers)
    yield told
    if unit.honour("省级"):
        yield paper(
            "公众号转发", "2017-08-17", "截图", "4.7 4.8", 主题=SPREAD.get(unit.type, "中华优秀传统文化")
        )


def _families(unit: Facts) -> Iterator[Entry]:
    themes = ["孝老爱亲"] + ["家庭教育"] * unit.honour("县级")
    answers = "5.0 5.2" + " 5.1" * unit.honour("县级")
    women = {"对象": "女干警"} if unit.fact("有女干警") else {}
    answers += " 3.12" * bool(women)
    yield activity("家庭文明活动", "2017-10-28", answers, 主题=themes, **women)
    yield paper("案例警示", "2017-11-01", "文件", "5.3", 主题="不孝案例")
    level = "全国" if unit.type in ("司法厅", "学院") else "全省"
    yield paper("文明家庭推选", "2017-05-15", "推荐表", "5.4", 级别=level)
    day = "2018-01-31" if unit.is_bureau else "2017-10-01"  # the last and the first day of the window
    yield paper("工作总结", day, "总结", "5.5", 范围="家庭文明", 名="家庭")


# --- 二、日常管理


def _meetings(unit: Facts) -> Iterator[Entry]:
    yield paper("制度文件", "2014-02-20", "文件", "6.0", 事项="领导小组")  # an older one still stands
    minutes, letter = ("纪要", "文件") if unit.serves_the_public else ("文件", "纪要")  # either will do
    begun, closed = ("2016-12-01", "2017-11-01") if unit.is_bureau else ("2017-03-01", "2018-01-31")
    yield paper("领导小组会议", "2017-02-15", minutes, "6.1a", filed="2017-03-01")
    yield paper("专题研究", "2017-05-16", minutes, "6.1b", filed="2017-06-01")
    yield paper("工作部署", begun, letter, "6.1c", filed="2017-03-02")
    yield paper("工作总结", closed, letter, "6.1d", filed="2018-06-30", 范围="年度")


def _research(unit: Facts) -> Iterator[Entry]:
    if unit.fact("有下级单位"):
        yield paper("调研", "2017-06-14", "报告", "7.0")
    if unit.type in ("司法厅", "市州司法局"):
        yield activity("观摩交流", "2017-07-12", "7.1")
        yield activity("动态管理系统培训", "2017-03-22", "7.6", 身份="组织")
    else:
        yield visit("观摩交流", "2017-07-12", "7.1")
    if unit.honour("省级"):
        yield visit("动态管理系统培训", "2017-03-23", "7.6")
    yield activity("风采展示", "2017-08-30", "7.1")
    yield paper("经验推广", "2017-09-05", "通知", "7.2")
    yield paper("名册", "2017-01-10", "名册", "7.3", 类别="创建工作人员")
    yield paper("人员任命", "2015-01-11", "文件", "7.4")
    if unit.fact("有下属文明单位") and unit.is_bureau:
        yield paper("督导考核", "2017-12-08", "报告", "7.5", 类别=["督导", "考核"])
    elif unit.fact("有下属文明单位"):
        yield paper("督导考核", "2017-07-20", "报告", "7.5", 类别="督导")
        yield paper("督导考核", "2017-12-08", "文件", "7.5", 类别="考核")


def _integrity(unit: Facts) -> Iterator[Entry]:
    yield paper("制度文件", "2017-03-30", "制度", "8.0", 事项="诚信建设")
    yield activity("诚信活动", "2017-04-18", "8.2", 主题=["诚信文化传播", "职业道德教育"])
    yield activity("诚信活动", "2017-06-14", "8.3", 主题=["诚信宣传教育", "诚信主题实践"])
    if unit.is_bureau or unit.type == "司法厅":
        for trade in (each for each in TRADES if unit.does(each)):
            yield paper("诚信榜单", "2017-12-15", "公告", "8.4", 行业=trade, 榜别=["红榜", "黑榜"], 名=trade)
    if unit.does("失信惩戒"):
        yield paper("失信惩戒统计", "2017-12-28", "统计", "8.5")


# --- 三、工作特色

SPECIAL = {
    "司法厅": "服刑人员",
    "监狱": "服刑人员",
    "戒毒所": "戒毒人员",
    "市州司法局": "刑满释放人员",
    "县区司法局": "社区矫正对象",
    "司法所": "社区矫正对象",
}


def _reading(unit: Facts) -> Iterator[Entry]:
    special = {"对象": SPECIAL[unit.type]} if unit.type in SPECIAL else {}
    answers = "9.0 9.3 9.5" + " 9.2" * bool(special)
    yield activity("全民阅读", "2017-04-23/2017-04-28", answers, 主题=["集中宣传展示", "阅读品牌"], **special)
    yield activity("学习贯彻", "2017-04-20", "9.1", 文件名称="《湖北省全民阅读促进办法》")


def _villages(unit: Facts) -> Iterator[Entry]:
    if unit.fact("结对村"):
        yield paper("结对共建协议", "2015-06-10", "协议", "10.0")  # signed in an earlier year, still valid
        yield activity("结对共建活动", "2017-05-24", "10.0")
    if unit.fact("有基层联系点"):
        yield paper("联系点指导", "2017-08-09", "报告", "10.1")
    advisers = ["律师"] * unit.does("律师") + ["基层法律服务工作者"] * unit.does("基层法律服务")
    if advisers:
        places = ["社区", "农村"] + ["企业", "机关"] * unit.serves_the_public
        answers = "10.2 12.10" + " 12.13a" * unit.serves_the_public
        yield activity("义务法律咨询", "2017-05-25", answers, 服务人员=advisers, 场所类别=places)
    if unit.does("人民调解"):
        yield paper("矛盾化解统计", "2017-12-29", "统计", "10.3")


def _campus(unit: Facts) -> Iterator[Entry]:
    if unit.type == "学院":
        yield activity(
            "文明校园活动", "2017-09-08", "11.0 11.2", 主题=["师德师风", "学生文明素养", "校园文化"]
        )
        names = ["关于深入开展文明校园创建活动的实施意见", "全国文明校园创建工作会议"]
        yield activity("学习贯彻", "2017-07-06", "11.1", 文件名称=names)


CARE = ["关爱他人", "关爱社会", "关爱自然"]
INTO_COMMUNITIES = "党员干部志愿服务进社区"


def _volunteers(unit: Facts) -> Iterator[Entry]:
    yield activity(
        "学习贯彻", "2017-03-03", "12.1", 文件名称=["湖北省志愿服务条例", "全国志愿服务嘉许管理办法"]
    )
    yield activity("学习贯彻", "2017-03-10", "12.5", 文件名称="全国学雷锋志愿服务推进会议")
    yield activity("志愿服务宣传", "2017-03-06", "12.2 12.3", 主题=["志愿服务理念", "志愿服务典型"])
    yield activity("慈善一日捐", "2017-09-05", "12.8")
    own_team = unit.has("本禹志愿服务队")
    if not unit.serves_the_public:
        rescue = unit.does(*TRADES)
        answers = "12.0 12.6a 12.8" + " 12.7" * own_team + " 12.9" * rescue
        themes = [INTO_COMMUNITIES, *CARE] + ["本禹"] * own_team + ["法律救助"] * rescue
        yield activity("志愿服务", "2017-03-05", answers, 主题=themes)


def _legal_volunteers(unit: Facts) -> Iterator[Entry]:
    """Legal rescue by volunteers in every quarter, for those whom 12.13 and 12.15 name."""
    if not unit.serves_the_public:
        return
    always = "12.0 12.9 12.13b 12.15a"
    if unit.type == "司法所":  # one service on four days, one in each quarter
        days = ["2017-03-31", "2017-04-01", "2017-09-30", "2017-10-01"]
        yield activity("志愿服务", days, f"{always} 12.6a 12.8", 主题=["法律救助", INTO_COMMUNITIES, *CARE])
    else:
        yield activity("志愿服务", "2017-01-01", f"{always} 12.6a", 主题=["法律救助", INTO_COMMUNITIES])
        yield activity("志愿服务", "2017-06-30", f"{always} 12.8", 主题=["法律救助", CARE[0]])
        yield activity("志愿服务", "2017-07-01", f"{always} 12.8", 主题=["法律救助", CARE[1]])
        yield activity("志愿服务", "2017-12-31", f"{always} 12.7 12.8", 主题=["法律救助", CARE[2], "本禹"])
    yield paper("制度文件", "2017-02-06", "制度", "12.15b", 事项="法律救助志愿服务")


__all__ = ["FILES", "UNITS", "Facts", "complete", "entry"]
