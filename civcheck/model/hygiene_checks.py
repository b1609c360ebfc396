"""What an audit needs of rules/ledger-hygiene/checks.yaml; made by tools/compile_packs.py, not by hand."""

# fmt: off

from collections.abc import Mapping
from fractions import Fraction

from civcheck.model.hygiene import CheckTerms, Tunable

CHECKS: Mapping[str, CheckTerms] = {
    "plan-after": CheckTerms(
        "方案晚于活动",
        {
            "days": Tunable(Fraction(0, 1), "天", "lower", Fraction(0, 1), Fraction(366, 1)),
        },
        {
            "roles": ("方案", "活动方案", "实施方案", "计划", "预案",),
        },
    ),
    "report-before": CheckTerms(
        "报道、签到早于活动",
        {
            "days": Tunable(Fraction(0, 1), "天", "lower", Fraction(0, 1), Fraction(366, 1)),
        },
        {
            "roles": ("报道", "新闻", "新闻报道", "信息报道", "签到", "签到表",),
        },
    ),
    "reported-before": CheckTerms(
        "报送早于活动",
        {
            "days": Tunable(Fraction(0, 1), "天", "lower", Fraction(0, 1), Fraction(366, 1)),
        },
        {},
    ),
    "filed-before": CheckTerms(
        "归档早于活动",
        {
            "days": Tunable(Fraction(0, 1), "天", "lower", Fraction(0, 1), Fraction(366, 1)),
        },
        {},
    ),
    "outside-year": CheckTerms(
        "日期在本年度以外",
        {},
        {},
    ),
    "after-as-of": CheckTerms(
        "晚于基准日却已有事后的材料",
        {},
        {
            "roles": ("报道", "新闻", "新闻报道", "信息报道", "签到", "签到表",),
        },
    ),
    "split-event": CheckTerms(
        "同一天、同一地点、标题相近",
        {
            "alike": Tunable(Fraction(3, 5), "相近程度（0 至 1）", "lower", Fraction(3, 10), Fraction(1, 1)),
            "records": Tunable(Fraction(2, 1), "条", "lower", Fraction(2, 1), Fraction(50, 1)),
        },
        {},
    ),
    "repeated-archive-number": CheckTerms(
        "档号重复",
        {},
        {},
    ),
    "repeated-document-number": CheckTerms(
        "文号重复",
        {},
        {},
    ),
    "number-gap": CheckTerms(
        "编号不连续",
        {
            "records": Tunable(Fraction(5, 1), "条", "lower", Fraction(3, 1), Fraction(1000, 1)),
            "missing": Tunable(Fraction(1, 5), "比例", "higher", Fraction(0, 1), Fraction(9, 10)),
        },
        {},
    ),
    "hours-mismatch": CheckTerms(
        "人时与人数、时长对不上",
        {
            "tolerance": Tunable(Fraction(1, 2), "人时", "lower", Fraction(0, 1), Fraction(1000, 1)),
        },
        {
            "fields": ("人时", "服务人时", "服务时数", "总人时",),
        },
    ),
    "sign-in-count": CheckTerms(
        "签到人数与参加人数不同",
        {
            "people": Tunable(Fraction(0, 1), "人", "lower", Fraction(0, 1), Fraction(1000, 1)),
        },
        {
            "roles": ("签到", "签到表",),
            "fields": ("人数", "签到人数",),
            "hedges": ("不含", "不包括", "除", "另", "其中", "部分", "以签到表为准", "人次", "应到", "缺",),
        },
    ),
    "above-staff": CheckTerms(
        "参加人数多于在职人数而没有写对象",
        {
            "times": Tunable(Fraction(1, 1), "倍", "lower", Fraction(1, 1), Fraction(1000, 1)),
        },
        {
            "fields": ("场所类别", "场所名称", "服务对象", "慰问对象",),
        },
    ),
    "long-silence": CheckTerms(
        "长时间没有记录",
        {
            "days": Tunable(Fraction(90, 1), "天", "lower", Fraction(14, 1), Fraction(366, 1)),
            "records": Tunable(Fraction(4, 1), "条", "lower", Fraction(2, 1), Fraction(1000, 1)),
        },
        {},
    ),
    "alike-text": CheckTerms(
        "正文只换了日期和地点",
        {
            "sentences": Tunable(Fraction(5, 1), "句", "lower", Fraction(3, 1), Fraction(30, 1)),
            "different": Tunable(Fraction(1, 5), "比例", "higher", Fraction(0, 1), Fraction(1, 2)),
        },
        {},
    ),
    "reused-photo": CheckTerms(
        "同一张图片用在两处",
        {},
        {},
    ),
    "document-number-form": CheckTerms(
        "发文字号的写法",
        {},
        {
            "fields": ("文号", "发文字号",),
        },
    ),
    "other-format": CheckTerms(
        "文件内容与文件名的格式不同",
        {},
        {},
    ),
    "not-looked-into": CheckTerms(
        "没有查看内容的文件",
        {},
        {},
    ),
    "photo-other-day": CheckTerms(
        "图片拍摄日期不在活动当天",
        {
            "days": Tunable(Fraction(1, 1), "天", "lower", Fraction(0, 1), Fraction(366, 1)),
        },
        {},
    ),
    "plan-written-after": CheckTerms(
        "方案文件在活动以后才做成",
        {
            "days": Tunable(Fraction(0, 1), "天", "lower", Fraction(0, 1), Fraction(366, 1)),
            "saved": Tunable(Fraction(7, 1), "天", "lower", Fraction(0, 1), Fraction(366, 1)),
        },
        {
            "roles": ("方案", "活动方案", "实施方案", "计划", "预案",),
            "hedges": ("扫描", "转存", "修订", "复印", "重新",),
        },
    ),
    "filed-late": CheckTerms(
        "提交得晚",
        {
            "days": Tunable(Fraction(31, 1), "天", "lower", Fraction(0, 1), Fraction(3660, 1)),
            "batch": Tunable(Fraction(1, 2), "比例", "higher", Fraction(1, 10), Fraction(1, 1)),
        },
        {},
    ),
    "edited-picture": CheckTerms(
        "图片带有编辑软件的标记",
        {
            "pictures": Tunable(Fraction(1, 1), "张", "lower", Fraction(1, 1), Fraction(10000, 1)),
        },
        {},
    ),
    "alike-document": CheckTerms(
        "材料只换了日期和名称",
        {
            "sentences": Tunable(Fraction(8, 1), "句", "lower", Fraction(4, 1), Fraction(30, 1)),
            "different": Tunable(Fraction(3, 10), "比例", "higher", Fraction(0, 1), Fraction(2, 5)),
        },
        {
            "roles": ("方案", "活动方案", "实施方案", "计划", "报道", "新闻", "新闻报道", "总结", "报告", "讲稿",),
        },
    ),
    "personal-data": CheckTerms(
        "台账里有个人信息",
        {},
        {},
    ),
}
"""The checks by id, in the order of their pages."""
