"""Measure how well reused texts are found, and how seldom unrelated ones are taken for each other.

    python bench/texts.py [--documents 460] [--seed 2017]

Makes plans, reports and summaries of an invented bureau: fixed headings, stock phrases that everybody uses, and
sentences of their own; then copies with other days, numbers, places, people and subjects, some with a sentence more,
less or rewritten. Prints how many copies are found and how many of the pairs of unrelated texts are noticed.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import combinations
from random import Random
from typing import NamedTuple

import records as bench_records
import words
from scenes import SCENES

from civcheck.model.days import Days
from civcheck.model.hygiene_checks import CHECKS
from civcheck.model.record import Record
from civcheck.model.sketch import document_sketch, sentences_in, sketch_of
from civcheck.verdict.hygiene.texts import Text, _are_alike, _candidates

HEADINGS = {
    "方案": ("一、指导思想", "二、活动主题", "三、时间地点", "四、参加人员", "五、活动内容", "六、工作要求"),
    "报道": (),
    "总结": ("一、主要做法", "二、取得的成效", "三、存在的不足", "四、下一步打算"),
}
STOCK = (
    "深入学习贯彻党的十八大和十八届历次全会精神，以培育和践行社会主义核心价值观为根本，扎实推进精神文明创建工作。",
    "各科室、各司法所要高度重视，加强组织领导，明确责任分工，确保活动取得实效。",
    "要严格遵守中央八项规定精神，厉行节约，杜绝形式主义。",
    "要做好活动的宣传报道，及时收集整理图片、文字等资料，按要求归档。",
    "活动结束后，承办科室三日内将总结报{office}。",
    "要注意安全，制定应急预案，确保万无一失。",
    "现场气氛热烈，秩序井然，受到群众一致好评。",
    "大家纷纷表示，要以此次活动为契机，立足岗位，为法治建设贡献力量。",
    "通过活动，进一步提升了干部职工的文明素养，营造了崇德向善的良好氛围。",
    "虽然取得了一定成绩，但与上级要求和群众期盼相比还有差距。",
    "下一步，将继续创新形式，丰富内容，推动创建工作常态化、长效化。",
    *words.SENTENCES[1:],
)
OPENINGS = (
    "{day}，{host}在{place}组织“{subject}”，{count}人参加。",
    "{day}上午，由{host}主办的《{subject}》在{place}举行，{lead}等{count}人到场。",
    "为{aim}，{host}定于{day}在{place}开展{subject}活动。",
    "{host}于{day}组织{count}名干警前往{place}，开展“{subject}”。",
)
NAMED = (
    "活动由{lead}主持，{office}负责会务。",
    "{host}负责人{lead}带队走访了{place}的{count}户家庭。",
    "{lead}同志结合自己{asked}年的经历作了发言。",
    "联系人：{lead}，电话{asked}{sheets}。",
    "{office}牵头，{host}各部门配合，于{day}前完成准备。",
)
WHO = (
    "青年干警", "老党员", "人民调解员", "女职工", "退休同志", "新入职人员", "志愿者", "结对家庭", "社区矫正对象家属",
    "外来务工人员", "留守儿童", "个体经营户", "出租车司机", "低保户", "返乡大学生", "环卫工人", "残疾人", "军属",
)  # fmt: skip
DID = (
    "讲述了", "梳理了", "排查出", "对照检查了", "现场演示了", "逐条解读了", "整理编印了", "上门核对了", "共同回顾了",
    "张贴并讲解了", "比较了", "归纳出", "重新修订了", "带头践行了", "分组讨论了", "抽查了", "公示了", "模拟了",
)  # fmt: skip
WHAT = (
    "邻里采光纠纷的调解经过", "一件拖欠工资案的来龙去脉", "赡养协议里容易忽略的条款", "河道边的垃圾堆放点",
    "窗口一次办结的事项清单", "预防电信诈骗的口诀", "春节期间值班的安排", "旧书回收和交换的办法", "食堂剩饭的称重数据",
    "自行车乱停的路口", "家风家训的来历", "未成年人上网的注意事项", "婚丧嫁娶的支出标准", "信访件里反映最多的三类问题",
    "窗口投诉的回访结果", "乡规民约的修改意见", "遗嘱公证的办理步骤", "楼道堆物的清理办法", "山林权属的旧档案",
    "交通劝导岗的排班表", "阅览室的借阅登记", "帮教对象的就业去向", "土地流转合同的风险点", "老旧电梯的维修基金",
    "广场舞音量的约定", "村民议事会的记录", "无偿献血的报名名单", "法律明白人的培训计划",
    "禁毒展板的错漏之处", "火灾隐患的整改时限",
)  # fmt: skip
RESULT = (
    "当场有人提出不同的看法", "不少人拿出手机拍下要点", "两户人家因此坐到了一起", "原来半天的事缩短到一刻钟",
    "意见簿上留下了十几条建议", "比去年同期少了近三成", "大家约定下个月再来看变化", "有人主动认领了其中两项",
    "还有几处要等汛期过后再动工", "老人们听得格外认真", "孩子们围着问个不停", "具体数字写进了月报",
    "结果贴在了公告栏里", "原先的担心打消了大半", "下雨也没有人提前离开", "方言讲起来更听得懂", "由此形成了一张对照表",
    "有的问题当天就得到了答复", "这样的做法第二天就被邻近的单位借了去", "争论了很久才定下来",
)  # fmt: skip
AIMS = ("倡导全民阅读", "弘扬志愿精神", "营造尊老爱幼的风气", "树立诚信理念", "普及宪法知识", "推动移风易俗")


class Facts(NamedTuple):
    """What changes from one event to the next: all that a copyist replaces."""

    day: str
    host: str
    place: str
    lead: str
    office: str
    subject: str
    aim: str
    count: int
    asked: int
    sheets: int


def facts_of(rng: Random) -> Facts:
    """Choose an event."""
    day = date(2017, 1, 5) + timedelta(days=rng.randrange(350))
    return Facts(
        rng.choice((f"{day.year}年{day.month}月{day.day}日", f"{day.month}月{day.day}日", f"{day.month}月上旬")),
        rng.choice((words.UNIT, *words.STATIONS)), rng.choice(words.PLACES), rng.choice(words.PEOPLE),
        rng.choice(words.OFFICES), rng.choice(rng.choice(SCENES).subjects), rng.choice(AIMS),
        rng.randint(9, 200), rng.randint(3, 40), rng.randint(10, 900),
    )  # fmt: skip


def sentence_of(rng: Random, stock: float) -> str:
    """Make a sentence: a stock phrase, one with names, or one of its own."""
    chance = rng.random()
    if chance < stock:
        return rng.choice(STOCK)
    if chance < stock + 0.15:
        return rng.choice(NAMED)
    return f"{rng.choice(WHO)}{rng.choice(DID)}{rng.choice(WHAT)}，{rng.choice(RESULT)}。"


def document(rng: Random, stock: float = 0.3) -> list[str]:
    """Make the lines of a document, its events still to be filled in."""
    kind = rng.choice(tuple(HEADINGS))
    lines = ["{host}关于开展{subject}的" + kind, rng.choice(OPENINGS)]
    lines += [sentence_of(rng, stock) for _ in range(rng.randint(12, 34))]
    for place, heading in enumerate(HEADINGS[kind]):
        lines.insert(2 + place * max(1, len(lines) // len(HEADINGS[kind])), heading)
    return lines


def filled(lines: Sequence[str], facts: Facts) -> str:
    """Fill in an event."""
    return "\n".join(line.format(**facts._asdict()) for line in lines)


def dropped(lines: list[str], rng: Random) -> list[str]:
    """Leave out a sentence."""
    gone = rng.randrange(2, len(lines))
    return lines[:gone] + lines[gone + 1 :]


def added(lines: list[str], rng: Random) -> list[str]:
    """Put in a sentence."""
    return [*lines[:4], sentence_of(rng, 0), *lines[4:]]


def rewritten(lines: list[str], rng: Random) -> list[str]:
    """Write two sentences anew."""
    changed = set(rng.sample(range(2, len(lines)), 2))
    return [sentence_of(rng, 0) if place in changed else line for place, line in enumerate(lines)]


ATTACKS: dict[str, Callable[[list[str], Random], list[str]]] = {
    "days, numbers and names changed": lambda lines, _: list(lines),
    "and a sentence left out": dropped,
    "and a sentence put in": added,
    "and two sentences rewritten": rewritten,
}
NUMBERS = {name: each.value for name, each in CHECKS["alike-document"].numbers.items()}


def text_of(number: int, sketch: bytes) -> Text:
    """Make a text as the check has it, each of a record of its own."""
    day = date(2010, 1, 1) + timedelta(days=number)
    return Text((Record(f"{number}.md", 1, "", "", Days(day, day)),), f"{number}.docx", sentences_in(sketch))


def noticed(one: Text, other: Text) -> bool:
    """Tell whether the check would notice two texts that stand in one ledger."""
    least = min(len(one.sentences), len(other.sentences))
    return (
        least >= NUMBERS["sentences"]
        and next(iter(_candidates([one, other])), None) is not None
        and _are_alike(one, other, NUMBERS)
    )


def false_pairs(texts: Sequence[Text]) -> tuple[int, int]:
    """Count the pairs of unrelated texts that are noticed, and all of them."""
    pairs = list(combinations(texts, 2))
    return sum(noticed(one, other) for one, other in pairs), len(pairs)


def narratives(count: int, rng: Random) -> list[str]:
    """Make narratives as the ledgers of the benchmark have them: six to nine of eleven stock sentences."""
    made = []
    for number in range(count):
        scene = rng.choice(SCENES)
        days = bench_records.pick_days(scene, rng)
        draft = bench_records.draft_of(scene, number, days, rng.choice(scene.subjects), "", rng)
        made.append("\n".join(bench_records.make(draft, rng).narrative))
    return made


def main() -> None:
    """Print recall of copies and false pairs, by both ways of taking a sketch."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=460)
    parser.add_argument("--seed", type=int, default=2017)
    options = parser.parse_args()
    ways = {"document_sketch": document_sketch, "sketch_of without names": lambda text: sketch_of(text, ())}
    for way, sketch in ways.items():
        rng = Random(options.seed)
        originals = [document(rng) for _ in range(options.documents)]
        texts = [
            text_of(number, sketch(filled(lines, facts_of(rng)))) for number, lines in enumerate(originals)
        ]
        usable = sum(len(text.sentences) >= NUMBERS["sentences"] for text in texts)
        print(f"{way}: {options.documents} documents, {usable} long enough to be compared")
        for attack, change in ATTACKS.items():
            copies = [
                text_of(-number - 1, sketch(filled(change(lines, rng), facts_of(rng))))
                for number, lines in enumerate(originals)
            ]
            found = sum(map(noticed, texts, copies))
            print(f"  {attack}: found {found} of {len(copies)} ({found / len(copies):.1%})")
        print("  unrelated documents: {} false pairs of {:,}".format(*false_pairs(texts)))
        stocky = [text_of(n, sketch(filled(document(rng, 0.7), facts_of(rng)))) for n in range(len(texts))]
        print("  unrelated, seven of ten sentences stock: {} of {:,}".format(*false_pairs(stocky)))
        told = [text_of(n, sketch(text)) for n, text in enumerate(narratives(len(texts), rng))]
        print("  narratives of the benchmark's ledgers: {} of {:,}".format(*false_pairs(told)))
    many = [text_of(number, document_sketch(filled(document(rng), facts_of(rng)))) for number in range(6_000)]
    start = time.perf_counter()
    found = sum(_are_alike(many[one], many[other], NUMBERS) for one, other in _candidates(many))
    spent = time.perf_counter() - start
    print(f"6,000 documents among each other: {found} pairs, {spent:.1f} s")


if __name__ == "__main__":
    main()
