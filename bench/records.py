"""Make one record of a scene: its keys and values, the files it names, and its narrative."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import words
from scenes import Scene
from yaml_text import Entries, Value

ROLE_FILES = {
    "方案": "方案.docx",
    "报道": "报道.pdf",
    "签到": "签到表.xlsx",
    "文件": "文件.pdf",
    "纪要": "会议纪要.docx",
    "总结": "总结.docx",
    "报告": "报告.docx",
    "制度": "制度.docx",
    "协议": "协议书.docx",
    "推荐表": "推荐表.docx",
    "事迹材料": "事迹材料.docx",
    "名册": "名册.xlsx",
    "统计": "统计表.xlsx",
    "公告": "公告.pdf",
    "通知": "通知.pdf",
    "截图": "截图.png",
}
HOURS = {"1小时": 1.0, "90分钟": 1.5, "1.5小时": 1.5, "2小时": 2.0, "2": 2.0, "3小时": 3.0}


@dataclass(frozen=True)
class Draft:
    """Hold what is fixed about a record before its keys are written."""

    scene: Scene
    number: int
    subject: str
    days: tuple[date, ...]
    folder: str
    place: str
    host: str
    lead: str
    attendance: int
    hours: str

    @property
    def id(self) -> str:
        """Return the record's number, unique in the ledger."""
        return f"LJ-2017-{self.number:05d}"

    @property
    def title(self) -> str:
        """Return the title: who did what."""
        return f"{self.host}组织开展{self.subject}"


@dataclass(frozen=True)
class Made:
    """Hold a record ready to be written: keys and values, files by path beside it, narrative."""

    draft: Draft
    entries: Entries
    files: tuple[str, ...]
    narrative: tuple[str, ...]


def pick_days(scene: Scene, rng: Random) -> tuple[date, ...]:
    """Choose the day, or now and then the days, of a record within its scene's season."""
    start, end = (date.fromisoformat(day) for day in scene.days)
    first = start + timedelta(days=rng.randrange((end - start).days))
    chance = rng.random()
    if scene.roles or chance > 0.09:
        return (first,)
    count = 3 if chance < 0.03 else 2
    return tuple(first + timedelta(days=step) for step in range(count))


def draft_of(
    scene: Scene, number: int, days: tuple[date, ...], subject: str, folder: str, rng: Random
) -> Draft:
    """Choose a record's people, place and head count."""
    return Draft(
        scene=scene,
        number=number,
        subject=subject,
        days=days,
        folder=folder,
        place=rng.choice(words.PLACES),
        host=rng.choice((words.UNIT, words.UNIT, *words.STATIONS)),
        lead=rng.choice(words.PEOPLE),
        attendance=rng.randint(12, 120),
        hours=rng.choice(tuple(HOURS)),
    )


def make(draft: Draft, rng: Random) -> Made:
    """Make the record that a draft describes."""
    evidence, files = _evidence(draft, rng)
    entries: dict[str, Value] = {
        "类型": draft.scene.kind,
        "标题": draft.title,
        "编号": draft.id,
        "日期": _days(draft.days, rng),
        **_circumstances(draft, rng),
        **_own_fields(draft, rng),
        **_served(draft, rng),
        **_filing(draft, rng),
        "附件": evidence,
        **_afterwards(draft, rng),
    }
    return Made(draft, entries, files, _narrative(draft, rng))


def day_text(day: date) -> str:
    """Write a day as Chinese prose does."""
    return f"{day.year}年{day.month}月{day.day}日"


def _days(days: tuple[date, ...], rng: Random) -> Value:
    """Write 日期: a day, a span, {起, 止}, or a list of days."""
    if len(days) == 1:
        chance = rng.random()
        if chance < 0.01:
            return day_text(days[0])
        return days[0].isoformat() if chance > 0.02 else days[0].strftime("%Y/%m/%d")
    texts = [day.isoformat() for day in days]
    if len(days) == 3:
        return texts
    return {"起": texts[0], "止": texts[-1]} if rng.random() < 0.3 else f"{texts[0]}/{texts[-1]}"


def _head_count(attendance: int, rng: Random) -> str:
    """Write a head count as people write it: bare, with its unit, or rounded."""
    chance, tens = rng.random(), attendance // 10 * 10
    if chance < 0.75:
        return f"{attendance}人" if chance < 0.45 else str(attendance)
    return rng.choice((f"{tens}余名", f"近{tens + 10}人", f"约{tens}人", f"{tens}余人"))


def _circumstances(draft: Draft, rng: Random) -> dict[str, Value]:
    """Say where, by whom and for how long, as far as the kind has it."""
    lead = f"{draft.lead}（{rng.choice(words.OFFICES)}）" if rng.random() < 0.5 else draft.lead
    keys: dict[str, Value] = {"主办": draft.host, "负责人": lead}
    if rng.random() < 0.8:
        keys["承办"] = rng.choice((*words.OFFICES, "团委", "妇委会"))
    if rng.random() < 0.65:
        keys["联办单位"] = rng.sample(words.PARTNERS, rng.randint(1, 3))
    keys["地点"] = draft.place
    if draft.scene.roles:
        return keys
    keys |= {"参加人数": _head_count(draft.attendance, rng), "时长": draft.hours}
    if rng.random() < 0.4:
        keys["大型活动"] = "是" if rng.random() < 0.1 else "否"
    return keys


def _own_fields(draft: Draft, rng: Random) -> dict[str, Value]:
    """Fill the kind's own fields; ``@`` marks those that follow from the record."""
    derived = {"@人": rng.choice(words.PEOPLE), "@人时": f"{draft.attendance * HOURS[draft.hours]:g}"}
    chosen = {key: rng.choice(values) for key, values in draft.scene.fields.items()}
    return {key: derived.get(value, value) for key, value in chosen.items()}


def _served(draft: Draft, rng: Random) -> dict[str, Value]:
    """Name themes and audience, one to three of each."""
    keys: dict[str, Value] = {}
    for key, listed in (("主题", draft.scene.themes), ("对象", draft.scene.audience)):
        if listed:
            keys[key] = rng.sample(listed, min(len(listed), rng.choice((1, 2, 2, 3, 3))))
    return keys


def _filing(draft: Draft, rng: Random) -> dict[str, Value]:
    """Say when the record was reported and where it was filed."""
    keys: dict[str, Value] = {}
    if rng.random() < 0.85:
        keys["报送日期"] = (draft.days[-1] + timedelta(days=rng.randint(1, 4))).isoformat()
    if rng.random() < 0.85:
        filed = draft.days[-1] + timedelta(days=rng.randint(5, 60))
        filing = {"档号": f"J001-WS·2017-D10-BGS-{draft.number:04d}", "日期": filed.isoformat()}
        if rng.random() < 0.7:
            filing["盒号"] = str(1 + draft.number // 40)
        keys["归档"] = filing
    return keys


def _afterwards(draft: Draft, rng: Random) -> dict[str, Value]:
    """Add what only some records have: 关联, 链接, 其他, 备注."""
    keys: dict[str, Value] = {}
    if draft.number > 1 and rng.random() < 0.1:
        keys["关联"] = [f"LJ-2017-{rng.randrange(1, draft.number):05d}"]
    if rng.random() < 0.15:
        keys["链接"] = [_link(draft, rng)]
    if rng.random() < 0.2:
        keys["其他"] = {"经费": f"{rng.randint(2, 30) * 100}元", "用车": str(rng.randint(1, 3))}
    if rng.random() < 0.55:
        count = rng.choice((1, 1, 2, 3))
        keys["备注"] = "\n".join(rng.sample(words.NOTES, count))
    return keys


def _link(draft: Draft, rng: Random) -> str:
    """Make the address of a report on a site that cannot exist."""
    return f"http://{rng.choice(words.SITES)}/{draft.days[0]:%Y%m}/t{draft.number}.html"


def _roles(draft: Draft, rng: Random) -> list[str]:
    """List the roles that a record shows; two activities in a hundred lack one."""
    roles = list(draft.scene.roles) or ["方案", "图片", "报道"]
    if draft.scene.roles:
        return roles
    if rng.random() < 0.02:
        roles.remove(rng.choice(roles))
    return [*roles, "签到"] if rng.random() < 0.5 else roles


def _evidence(draft: Draft, rng: Random) -> tuple[dict[str, Value], tuple[str, ...]]:
    """Make 附件 and the files that it names."""
    shown: dict[str, Value] = {}
    files: list[str] = []
    for role in _roles(draft, rng):
        if role == "图片":
            count = 1 if len(shown) + len(draft.scene.roles) >= 3 else rng.randint(1, 2)
            paths = [f"{draft.folder}图片/IMG_{place:03d}.jpg" for place in range(1, count + 1)]
            shown[role] = _photos(draft, paths, rng)
        else:
            paths = [draft.folder + ROLE_FILES[role]]
            shown[role] = _paper(draft, role, paths[0], rng)
        files += paths
    return shown, tuple(files)


def _photos(draft: Draft, paths: list[str], rng: Random) -> Value:
    """Name photos as a folder, as paths, or with captions."""
    if rng.random() < 0.1:
        return f"{draft.folder}图片/"
    seen = f"{day_text(draft.days[0])}，{draft.place}，"
    named: list[Value] = [
        {"文件": path, "说明": seen + rng.choice(words.CAPTIONS)} if rng.random() < 0.8 else path
        for path in paths
    ]
    return named[0] if len(named) == 1 and rng.random() < 0.6 else named


def _paper(draft: Draft, role: str, path: str, rng: Random) -> Value:
    """Name a paper as a path, or with its own day or number, a report also with a link."""
    chance = rng.random()
    if role == "方案" and chance < 0.25:
        drawn_up = draft.days[0] - timedelta(days=rng.randint(3, 12))
        return {"文件": path, "日期": drawn_up.isoformat()}
    if role == "文件" and chance < 0.6:
        number = f"芦司文〔2017〕{rng.randint(1, 99)}号"
        return {"文件": path, "文号": number, "日期": draft.days[0].isoformat()}
    if role == "签到" and chance < 0.15:
        return {"文件": path, "说明": rng.choice(words.TALLIES)}
    if role == "报道" and chance < 0.06:
        return [path, _link(draft, rng)]
    return path


def _narrative(draft: Draft, rng: Random) -> tuple[str, ...]:
    """Tell the record in a few sentences, the first with time, place and people."""
    told = {
        "day": day_text(draft.days[0]),
        "host": draft.host,
        "place": draft.place,
        "subject": draft.subject,
        "count": f"{draft.attendance}人",
        "lead": draft.lead,
        "office": rng.choice(words.OFFICES),
        "sheets": str(rng.randint(5, 60) * 10),
        "asked": str(rng.randint(8, 90)),
    }
    opening, *others = words.SENTENCES
    chosen = [opening, *rng.sample(others, rng.randint(5, 8))]
    return tuple(sentence.format(**told) for sentence in chosen)
