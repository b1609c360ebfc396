"""What a rule asks, said in words for clerks: one line a construct and option."""

# ruff: noqa: E501 - one case a line reads as a table

from typing import get_args

import pytest

from civcheck.app.explain import explained
from civcheck.language.expectation import CONSTRUCT_PARTS
from civcheck.language.saying import Glossary
from civcheck.messages import say

from ..builders import a_pack, a_rule, small_terms

# fmt: off
WORTH = [
    ("5", "达标得 5 分，缺口不得分"),
    ("{satisfied: 5, gap: -2}", "达标得 5 分，缺口扣 2 分"),
    ("{by: 单位类型, values: {监狱: 3, 司法局: 5}}", "达标得分（按“单位类型”定：监狱 3 分、司法局 5 分；其余的单位不计这一条），缺口不得分"),
    ("{each: {by: 在职人数, values: {1: 2, 50: 1}}, at_most: 6}", "每有一项得分（按“在职人数”定，取达到的最高一档：满 1 的 2 分、满 50 的 1 分；其余的单位不计这一条），最高 6 分"),
    ("{each: 1, at_most: {fact: 在职人数, times: 1/10, at_most: 9}}", "每有一项得 1 分，最高分是“在职人数”的 1/10，算出来超过 9 的按 9"),
    ("{members: {国家级: 5, 省级: {param: 场次}}, best: {field: 地点}, at_most: 10}", "按“地点”分开算，同一个只取分最高的一项，再相加：国家级 得 5 分、省级 得 4 分，最高 10 分"),
    ("{gap: -2}", "达标不得分，缺口扣 2 分"),
    ("{satisfied: 2, lacking: 0.5}", "达标得 2 分；缺口从中扣，每差一项扣 0.5 分，看不出差几项的不得分，扣完为止"),
    ("{satisfied: 2, lacking: 0.5, at_least: -3}", "达标得 2 分；缺口从中扣，每差一项扣 0.5 分，看不出差几项的不得分，最低 -3 分"),
    ("{satisfied: 5, lacking: 0.2, unit: 1%}", "达标得 5 分；缺口从中扣，每差 1%（不满也算）扣 0.2 分，看不出差几项的不得分，扣完为止"),
    ("{lacking: 2, unit: 10, at_least: -10}", "每差 10（不满也算）扣 2 分，最低 -10 分"),
    ("{each: 1, at_most: 4}", "每有一项得 1 分，最高 4 分"),
    ("{each: -1, at_least: -4}", "每有一项扣 1 分，最低 -4 分"),
    ("{in_proportion: 5}", "按完成的比例得分，全部完成得 5 分"),
    ("{steps: {4: 5, 1: 1.5}}", "按已有多少分档，取达到的最高一档：4 得 5 分、1 得 1.5 分"),
    ("{shares: {100%: 5, 80%: 0}}", "按完成了要求的几成分档，取达到的最高一档：100% 得 5 分、80% 不得分"),
    ("{members: {社区: 2, 学校: 1}}", "按见到的各项相加：社区 得 2 分、学校 得 1 分"),
    ("{members: {国家级: 5, 省级: 3}, best: true}", "按见到的各项，只取分最高的一项：国家级 得 5 分、省级 得 3 分"),
    ("veto", "一票否决：是缺口时，哪一条分数线都算没有达到"),
    ("{satisfied: 3, of: 加分}", "达标得 3 分，缺口不得分（计入“加分”）"),
]

ASKED = [
    ("count: {at_least: 4, distinct: [日期]}", "至少 4 条记录，“日期”各不相同，相同的只算一次"),
    ("count: {more_than: 1, at_most: 3, distinct: [日期, 地点]}", "不同的“日期”“地点”不超过 3，超过 1 项（写了几项算几项，相同的只算一次）"),
    ("count: {at_most: 0, distinct: [地点]}", "不应有这样的记录，“地点”相同的只算一次"),
    ("count: {exactly: 0, per: 月}", "每个月不应有这样的记录"),
    ("count: {exactly: 1, per: 月}", "每个月正好 1 条记录"),
    ("count: {at_least: 1, per: {months: 2}}", "每 2 个月至少 1 条记录"),
    ("count: {less_than: 3, per: {period: 学期}, where: {类型: 慰问}}", "每个“学期”不到 3 条记录（只看有“类型”是“慰问”的记录的时段）"),
    ("count: {at_most: 1, per: {field: 主题}}", "按“主题”分开看，每一个值都不超过 1 条记录"),
    ("count: {at_least: 2, per: {field: 行业, members: [律师, 公证]}}", "按“行业”分开看，每一项（律师、公证）都至少 2 条记录"),
    ("count: {at_least: 1, per: [月, {field: 慰问对象, members: {fact: 在册典型}}]}", "每个月按“慰问对象”分开看，每一项（单位档案“在册典型”里的每一项）都至少 1 条记录"),
    ("count: {at_least: 1, per: [{field: 主题}, 周]}", "每周（星期一至星期日）按“主题”分开看，每一个值都至少 1 条记录"),
    ("count: {at_least: 1, per: 日}", "每天至少 1 条记录"),
    ("count: {at_least: 1, per: {days: 14}}", "每 14 天至少 1 条记录"),
    ("count: {at_least: 1, per: 双周}", "每 2 周（从星期一起）至少 1 条记录"),
    ("count: {at_least: 1, per: 旬}", "每旬（上、中、下旬）至少 1 条记录"),
    ("count: {at_least: 1, per: 半月}", "每半月（1 日至 15 日、16 日至月末）至少 1 条记录"),
    ("cover: {pairs: {field: [主办, 承办], members: {fact: 在册典型}}}", "下列各项都要见到（几条记录合起来看，一条写了几项就算几项）：“主办”和“承办”里 单位档案“在册典型”里的每一项的每两个（不分先后）"),
    ("each: {cover: {field: 主题, members: [文明用语, 文明出行]}}", "每一条记录都要：“主题”里下列各项一条记录里都要见到：文明用语、文明出行"),
    ("link: {to: {类型: 公示}, within: {days: 7, from: 申报日, direction: after}}", "每一条记录都有对应的记录：“类型”是“公示”（两条之间写了“关联”），在它之后 7 天内（“它”指这条记录的“申报日”那一天）"),
    ("link: {to: {类型: 讲堂}, by: [地点], sum: {field: 人时, at_least: 24}}", "每一条记录都有对应的记录：“类型”是“讲堂”（“地点”相同），它们的“人时”合起来至少 24"),
    ("link: {to: {类型: 公示}, within: {at_most: 0}}", "每一条记录都有对应的记录：“类型”是“公示”（两条之间写了“关联”），日期里至少有一天相同"),
    ("link: {to: {类型: 公示}, within: {at_least: 0, direction: before}}", "每一条记录都有对应的记录：“类型”是“公示”（两条之间写了“关联”），不晚于它（同一天也可以），这条记录是一段日子的，从开始那天往前算"),
    ("lag: {from: 日期, to: 报送日期, at_most: {field: 人时, plus: 7, otherwise: 0}}", "每一条记录的“报送日期”最迟在“日期”之后 “人时”（没写的按 0 算）加 7 天（“日期”当天不算）；“日期”有几天的，从结束那天起算"),
    ("count: {at_least: 1, per: 自然季度}", "每个自然季度至少 1 条记录"),
    ("count: {at_least: 1, per: {months: 2, sliding: 是}}", "任何连续 2 个月至少 1 条记录"),
    ("count: {at_least: 1, per: {weeks: 2, sliding: 是}}", "任何连续 2 周（从星期一起）至少 1 条记录"),
    ("count: {at_most: 1, per: {days: 7, sliding: 是}}", "任何连续 7 天不超过 1 条记录"),
    ("count: {at_least: 1, per: {months: 1, except: [8, 7]}}", "每个月（7、8 月除外）至少 1 条记录"),
    ("count: {at_least: 1, per: {months: 1, to_day: 10}}", "每个月（截至当月 10 日）至少 1 条记录"),
    ("count: {at_least: 1, per: {months: 1, from_day: 25}}", "每个月（当月 25 日起）至少 1 条记录"),
    ("count: {at_least: 1, per: {months: 3, from_day: 20, to_day: 25, of: last}}", "每个季度（末月 20 日至 25 日）至少 1 条记录"),
    ("count: {at_least: 1, per: {months: 1, to_day: 5, next: 是}}", "每个月（截至次月 5 日）至少 1 条记录"),
    ("count: {at_least: 1, per: {months: 1, next: 是}}", "每个月（在次月办）至少 1 条记录"),
    ("count: {at_least: 1, per: {months: 1, from_day: 5, to_day: 5, roll: 是}}", "每个月（当月 5 日当天），最后一天不是工作日的顺延到下一个工作日，至少 1 条记录"),
    ("total: {measure: {sum: 时长}, at_least: 24, per: {field: 慰问对象, members: {fact: 在册典型}}}", "按“慰问对象”分开看，每一项（单位档案“在册典型”里的每一项）都“时长”合计至少 24"),
    ("count: {at_least: {param: 场次}}", "至少 4 条记录"),
    ("count: {at_least: {by: 文明单位级别, values: {省级: 6, 市级: 4}}}", "记录条数至少（按“文明单位级别”定，取达到的最高一档：省级 6、市级 4；其余的单位不涉及）"),
    ("count: {at_least: {by: 单位类型, values: {监狱: 12}, otherwise: 2}}", "记录条数至少（按“单位类型”定：监狱 12；其余的单位 2）"),
    ("count: {at_least: {fact: 在职人数, times: 1/50, round: nearest}}", "记录条数至少“在职人数”的 1/50（四舍五入）"),
    ("count: {at_most: 2, at_once: 是, per: {field: 负责人}}", "按“负责人”分开看，每一个值都同一天里同时不超过 2 条记录（从第一天到最后一天都算）"),
    ("ratio: {part: {count: {形式: 外请报告}}, whole: {count: all}, at_least: 50%, per: 季度}", "每个季度其中“形式”是“外请报告”的记录数除以记录数，至少 50%"),
    ("link: {to: {类型: 处分}, by: {负责人: 负责人}, at_most: 0}", "每一条记录都不应有这样对应的记录：“类型”是“处分”（“负责人”相同）"),
    ("link: {to: {类型: 处分}, at_most: 2}", "每一条记录看它对应的记录有几条：“类型”是“处分”（两条之间写了“关联”），不超过 2 条"),
    ("any_of: {each: 是, of: [{each: {roles: [方案]}}, {link: {to: {类型: 公示}}}]}", "每一条记录：下列任一项即可：（1）附件里有“方案”；（2）有对应的记录：“类型”是“公示”（两条之间写了“关联”）"),
    ("any_of: {each: 是, at_least: 2, of: [{lag: {from: 日期, to: 报送日期, at_most: 5}}, {link: {to: {类型: 处分}, at_most: 0}}]}", "每一条记录：下列各项中至少做到 2 项：（1）“报送日期”最迟在“日期”之后 5 天（“日期”当天不算）；“日期”有几天的，从结束那天起算；（2）不应有这样对应的记录：“类型”是“处分”（两条之间写了“关联”）"),
    ("count: {at_least: {fact: 在职人数, times: 1/50, round: up}}", "记录条数至少“在职人数”的 1/50（有零头就进一）"),
    ("count: {at_least: {fact: 在职人数, times: 15%}}", "记录条数至少“在职人数”的 15%"),
    ("count: {at_least: {fact: 在职人数, times: 10%, at_most: 100}}", "记录条数至少“在职人数”的 1/10，算出来超过 100 的按 100"),
    ("count: {at_least: {param: 场次, times: 2, plus: 1}}", "至少 9 条记录"),
    ("count: {at_least: {fact: 在职人数, times: 1.1}}", "记录条数至少“在职人数”的 1.1 倍"),
    ("compare: {measure: {count: all}, at_least: {fact: 在职人数, times: 2/3}}", "记录数至少“在职人数”的 2/3"),
    ("compare: {measure: {count: all}, at_least: {fact: 在职人数, times: 30}}", "记录数至少“在职人数”的 30 倍"),
    ("compare: {measure: {count: all}, at_least: {fact: 在职人数, times: {param: 场次}}}", "记录数至少“在职人数”乘以“场次”"),
    ("compare: {measure: {count: all}, at_least: {fact: 在职人数, times: {by: 单位类型, values: {监狱: 20}, otherwise: 30}}}", "记录数至少“在职人数”乘以（按“单位类型”定：监狱 20；其余的单位 30）"),
    ("count: {at_least: 1, per: {by: 文明单位级别, values: {省级: 月, 市级: 季度}}}", "（按“文明单位级别”定，取达到的最高一档：省级 每个月、市级 每个季度；其余的单位不涉及）至少 1 条记录"),
    ("spread: {per: 季度, at_least: 1}", "每个季度至少 1 条记录"),
    ("cover: {field: 主题, members: [文明用语, 文明出行], open: true}", "“主题”里下列各项都要见到（几条记录合起来看，一条写了几项就算几项）：文明用语、文明出行；列举以“等”结尾，所列以外的不作要求"),
    ("cover: {field: 主题, members: [文明用语, 文明出行], need: any}", "“主题”里下列各项至少见到一项：文明用语、文明出行"),
    ("cover: {field: [主题, 形式], members: [甲, 乙], need: {at_least: 1}}", "“主题”“形式”里下列各项至少见到 1 项：甲、乙"),
    ("cover: {field: 对象, members: [甲, {name: 乙, applies_to: {单位类型: 监狱}}]}", "“对象”里下列各项都要见到（几条记录合起来看，一条写了几项就算几项）：甲、乙（只对“单位类型”是“监狱”的单位）"),
    ("cover: {members: [{name: 慰问, where: {类型: 慰问}}, {name: 讲堂, where: {类型: 讲堂}}]}", "下列各项都要见到（几条记录合起来看，一条写了几项就算几项）：慰问（“类型”是“慰问”）；讲堂（“类型”是“讲堂”）"),
    ("cover: {field: 慰问对象, members: {fact: 在册典型}}", "“慰问对象”里下列各项都要见到（几条记录合起来看，一条写了几项就算几项）：单位档案“在册典型”里的每一项"),
    ("cover: {field: 主题, members: {field: 事项, of: {类型: 制度}}}", "“主题”里下列各项都要见到（几条记录合起来看，一条写了几项就算几项）：“类型”是“制度”的记录的“事项”里写到的每一项"),
    ("cover: {cross: [{field: 行业, members: {fact: 职能, within: [律师, 公证]}}, {field: 榜别, members: [红榜, 黑榜]}]}", "下列各项都要见到（几条记录合起来看，一条写了几项就算几项）：“行业”（单位档案“职能”里的每一项（只看律师、公证））、“榜别”（红榜、黑榜）的每一种搭配"),
    ("each: {where: {主题: {has_any: [甲, 乙]}}, roles: [方案, 报道], filled: [归档], due: {days: {param: 期限}}}", "每一条记录都要：“主题”含“甲”“乙”之一，附件里有“方案”“报道”，写有“归档”，在结束那天之后 15 天以内"),
    ("each: {roles: [{any_of: [方案, 纪要]}], due: {by: 2018-06-30}, quantifier: {at_least: 2}}", "至少 2 条记录要：附件里有“方案”或“纪要”，最迟到 2018-06-30"),
    ("each: {roles: [{role: 图片, at_least: 2, filled: [说明]}], quantifier: together}", "各条记录合起来要：附件里有“图片”（至少 2 份），而且写了“说明”"),
    ("each: {roles: [{role: 图片, filled: [说明], every: true}]}", "每一条记录都要：附件里有“图片”，而且每一份都写了“说明”"),
    ("each: {where: {报送日期: {after: {field: 日期, days: -1}}}}", "每一条记录都要：“报送日期”不早于“日期”"),
    ("each: {where: {报送日期: {before: {field: 日期, days: 1}}}}", "每一条记录都要：“报送日期”不晚于“日期”"),
    ("each: {where: {报送日期: {after: {field: 日期, days: -2}}}}", "每一条记录都要：“报送日期”晚于“日期”前 2 天"),
    ("each: {roles: [{role: 图片, at_least: {fact: 在册典型}}]}", "每一条记录都要：附件里有“图片”（份数至少“在册典型”里的项数）"),
    ("each: {roles: [{role: 图片, at_most: 21, scope: rule}]}", "每一条记录都要：附件里有“图片”（不超过 21 份）（各条记录合起来算）"),
    ("lag: {from: 日期, to: 报送日期, at_most: 3, unit: 工作日, roll: true}", "每一条记录的“报送日期”最迟在“日期”之后 3 个工作日（“日期”当天不算）；“日期”有几天的，从结束那天起算；最后一天不是工作日的，顺延到下一个工作日"),
    ("lag: {from: 日期, to: 申报日, at_most: -3}", "每一条记录的“申报日”最迟在“日期”（有几天的，按第一天）之前 3 天（那一天不算）"),
    ("ratio: {part: {count: {主题: 甲}}, whole: {count: all}, more_than: 1/2}", "其中“主题”是“甲”的记录数除以记录数，超过 0.5"),
    ("total: {measure: {sum: 时长}, at_least: 25, per_head: true}", "人均（按在职人数）“时长”合计至少 25"),
    ("total: {measure: {sum: 时长}, at_least: 2, per: 季度}", "每个季度“时长”合计至少 2"),
    ("compare: {measure: {latest: 面积}, at_least: {fact: 上年面积}}", "最近一次的“面积”至少“上年面积”"),
    ("link: {to: {类型: 公示}, within: {days: 7, direction: after}}", "每一条记录都有对应的记录：“类型”是“公示”（两条之间写了“关联”），在它之后 7 天内，这条记录是一段日子的，从结束那天起算"),
    ("link: [{to: {类型: 公示}}, {to: {类型: 制度}, by: [事项]}]", "每一条记录都有对应的记录：“类型”是“公示”（两条之间写了“关联”）；那条记录又有对应的：“类型”是“制度”（“事项”相同）"),
    ("none: {}", "不应有这样的记录"),
    ("none: {needs: {类型: 制度}}", "不应有这样的记录；还要有“类型”是“制度”的记录，才证明得了没有"),
    ("ledger: {readable: true, unique: [编号]}", "台账的每条记录都读得出来，“编号”不重复"),
    ("ledger: {unique: [编号, [承办, 负责人]]}", "台账的每条记录都读得出来，“编号”不重复，“承办、负责人”不重复"),
    ("interval: {at_most: 100, edges: 是}", "前一次的最后一天到后一次的第一天，相隔不超过 100 天，第一次从时间窗的第一天算起"),
    ("interval: {at_least: 3, unit: 月, per: {field: 对象}}", "按“对象”分开看，每一个值都：前一次的最后一天到后一次的第一天，相隔不少于 3 个月"),
    ("lag: {from: 日期, to: 报送日期, at_most: 1, unit: 月}", "每一条记录的“报送日期”最迟在“日期”之后 1 个月（“日期”当天不算）；“日期”有几天的，从结束那天起算"),
    ("lag: {from: 日期, to: 报送日期, at_most: {field: 参加人数}}", "每一条记录的“报送日期”最迟在“日期”之后 “参加人数” 天（“日期”当天不算）；“日期”有几天的，从结束那天起算"),
    ("each: {roles: [方案], due: {days: 3, unit: 工作日}}", "每一条记录都要：附件里有“方案”，在结束那天之后 3 个工作日以内"),
    ("each: {roles: [方案], due: {months: 1}}", "每一条记录都要：附件里有“方案”，在结束那天之后 1 个月以内"),
    ("each: {filled: [报送日期], due: {months: 1, on_day: 5}}", "每一条记录都要：写有“报送日期”，最迟到结束那个月往后 1 个月的 5 日"),
    ("each: {roles: [方案], due: {days: 30, from: 讲稿日}}", "每一条记录都要：附件里有“方案”，在“讲稿日”之后 30 天以内"),
    ("each: {roles: [方案], due: {by: {field: 讲稿日}}}", "每一条记录都要：附件里有“方案”，最迟到 “讲稿日”"),
    ("link: {to: {类型: 公示}, by: {负责人: 对象}, within: {at_least: 3, direction: before}}", "每一条记录都有对应的记录：“类型”是“公示”（这一条的“负责人”就是那一条的“对象”），在它之前至少 3 天，这条记录是一段日子的，从开始那天往前算"),
    ("link: {to: {类型: 公示}, by: 对象, every: 是, within: {at_least: 3, at_most: 30, unit: 工作日, direction: after}}", "每一条记录都有对应的记录：“类型”是“公示”（“对象”里的每一个都要对上），在它之后 3 个工作日到 30 个工作日，这条记录是一段日子的，从结束那天起算"),
    ("link: {to: {类型: 公示}, at_least: 3, where: {参加人数: {at_most: {field: 参加人数}}}}", "每一条记录都有对应的记录：“类型”是“公示”（两条之间写了“关联”，那一条的“参加人数”不高于“所选记录”的“参加人数”），至少 3 条"),
    ("review: {question: 内容是否充实？, look_at: 讲稿}", "由人判断：内容是否充实？看：讲稿"),
    ("any_of: [{title: 甲, select: {类型: 公示}, window: standing, count: {at_least: 1}}, {applies_to: {有下级单位: 是}, review: {question: 好不好？}}]", "下列任一项即可：（1）甲：看“类型”是“公示”的记录，至少 1 条记录（日期：往年的也算，到核查那天（最晚看到 2017-12-31）仍然有效即可）；（2）只对“有下级单位”填“是”的单位，由人判断：好不好？"),
    ("all_of: [{count: {at_least: 1}}, {none: {}}]", "下列各项都要：（1）至少 1 条记录；（2）不应有这样的记录"),
]
WINDOWS = [
    ("", "2017-01-01 至 2017-12-31"),
    ("window: {from: 2017-10-01, to: {param: 截止}}", "2017-10-01 至 2017-06-30"),
    ("window: {day: 清明, from: -10, to: 6}", "2017-03-25 至 2017-04-10（“清明”是 2017-04-04）"),
    ("window: {from: {fact: 挂牌日, days: -90}, to: {fact: 挂牌日}}", "“挂牌日”前 90 天 至 “挂牌日”"),
    ("window: {from: {fact: 挂牌日}, to: {fact: 挂牌日, days: 30}}", "“挂牌日” 至 “挂牌日”后 30 天"),
    ("window: {week: 清明}", "“清明”所在的那一周（星期一至星期日）"),
    ("window: {period: 学期}", "“学期”之内：2017-02-13 至 2017-07-07、2017-09-01 至 2018-01-26"),
    ("window: {look_back: {years: 2}}", "到 2017-12-31 为止的 2 年"),
    ("window: {look_back: {months: 6}, to: 2017-06-30}", "到 2017-06-30 为止的 6 个月"),
    ("window: standing\ndated_by: 报送日期", "往年的也算，到核查那天（最晚看到 2017-12-31）仍然有效即可（看“报送日期”）"),
]
# fmt: on


@pytest.mark.parametrize(("written", "said"), ASKED)
def test_what_a_construct_asks(written: str, said: str) -> None:
    rule = a_rule(f"select: {{类型: 讲堂}}\non_empty: gap\nexpect:\n  {written}\n")
    assert say(Glossary.of(a_pack(rule)).asked(rule.expect)) == said


@pytest.mark.parametrize(("written", "said"), WINDOWS)
def test_when_a_record_counts(written: str, said: str) -> None:
    rule = a_rule(f"select: {{类型: 讲堂}}\nexpect: {{count: {{at_least: 1}}}}\n{written}\n")
    assert say(Glossary.of(a_pack(rule)).window(rule.window, rule.dated_by)) == said


def test_every_construct_says_what_it_asks() -> None:
    silent = [part.form for part in get_args(CONSTRUCT_PARTS) if not hasattr(part, "words")]
    assert silent == []
    assert {part.form for part in get_args(CONSTRUCT_PARTS)} == {
        written.partition(":")[0] for written, _ in ASKED
    }


@pytest.mark.parametrize(("score", "said"), WORTH)
def test_what_a_rule_is_worth(score: str, said: str) -> None:
    rule = a_rule(f"{{select: {{类型: 讲堂}}, expect: {{count: {{at_least: 4}}}}, score: {score}}}")
    assert rule.score is not None
    assert say(rule.score.words(Glossary.of(a_pack(rule)))) == said


@pytest.mark.parametrize(
    ("expect", "score", "said"),
    [
        ("none: {}", "{lacking: 5, at_least: -20}", "每有一起扣 5 分，最低 -20 分"),
        (
            "count: {at_most: 0, distinct: [地点]}",
            "{lacking: 5, at_least: -20}",
            "每有一起扣 5 分，最低 -20 分",
        ),
        (
            "count: {at_most: 2}",
            "{satisfied: 2, lacking: 1}",
            "达标得 2 分；缺口从中扣，每多一项扣 1 分，看不出有几项的不得分，扣完为止",
        ),
        (
            "total: {measure: {sum: 人时}, at_most: 2}",
            "{lacking: 1, unit: 10, at_least: -2}",
            "每超过 10（不满也算）扣 1 分，最低 -2 分",
        ),
        ("count: {at_least: 1, at_most: 2}", "{lacking: 1, at_least: -2}", "每差一项扣 1 分，最低 -2 分"),
    ],
)
def test_points_that_are_taken_for_what_there_is_are_said_so(expect: str, score: str, said: str) -> None:
    rule = a_rule(f"{{select: {{类型: 讲堂}}, on_empty: satisfied, expect: {{{expect}}}, score: {score}}}")
    assert rule.score is not None
    explained_worth = explained(a_pack(rule), rule, None).worth
    assert explained_worth is not None
    assert say(explained_worth) == said


def test_a_bound_on_a_list_counts_its_values() -> None:
    terms = small_terms()
    two = a_rule("{select: {类型: 慰问, 慰问对象: {at_least: 2}}, expect: {none: {}}}").select
    hours = a_rule("{select: {类型: 讲堂, 人时: {at_least: 2}}, expect: {none: {}}}").select
    assert [say(each.words(terms)) for each in (two, hours)] == [
        "“类型”是“慰问”，“慰问对象”至少 2 项",
        "“类型”是“讲堂”，“人时”不低于2",
    ]
