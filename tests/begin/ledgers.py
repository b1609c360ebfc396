"""Folders as offices keep them, and units of the packs that come with civcheck."""

from __future__ import annotations

import datetime
from pathlib import Path

PACKS = ("hubei-2017", "example-city-2017", "example-monthly-2018", "example-score-2018")
TYPES = {
    "hubei-2017": "县区司法局",
    "example-city-2017": "县区司法局",
    "example-monthly-2018": "区直机关",
    "example-score-2018": "市直机关",
}


def begin(civcheck, folder, pack="hubei-2017", *more):
    """Lay out a ledger of a pack."""
    run = civcheck(
        "init", folder, "--name", "江城市司法局", "--type", TYPES[pack], "--rules", pack, *more, "--yes"
    )
    assert run.code == 0, run.out + run.err
    return Path(folder)


def texts_of(folder):
    """Give what stands in every file of a folder, by path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file()
    }


def photo(path, day=None, seed=0):
    """Save a small picture, with the day it was taken where one is given."""
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.new("RGB", (160, 120), (seed * 37 % 255, seed * 91 % 255, 120))
    exif = Image.Exif()
    if day is not None:
        exif.get_ifd(0x8769)[0x9003] = f"{day.replace('-', ':')} 10:00:00"
    image.save(path, exif=exif)


def document(path, day=None, text="正文"):
    """Save a docx, with the day it was made where one is given."""
    import docx

    path.parent.mkdir(parents=True, exist_ok=True)
    made = docx.Document()
    made.add_paragraph(text)
    made.core_properties.created = datetime.datetime.fromisoformat(day or "2013-12-23")
    made.save(str(path))


def office(root):
    """Lay out about thirty files as an office keeps them: some in folders, some loose, some nobody knows of what."""
    lecture = root / "2017年道德讲堂" / "3月15日孝老爱亲"
    document(lecture / "道德讲堂活动方案.docx")
    for number in range(3):
        photo(lecture / "照片" / f"IMG_000{number}.jpg", "2017-03-15", number)
    for name in ("签到表.docx", "关于孝老爱亲.docx"):
        document(lecture / name)
    (lecture / "Thumbs.db").write_bytes(b"x")
    (lecture / "空.docx").write_bytes(b"")
    second = root / "2017年道德讲堂" / "第二期"
    for number in range(2):
        photo(second / f"微信图片_{number}.jpg", "2017-06-20", 10 + number)
    document(second / "新闻稿 道德讲堂.docx", "2017-06-21")
    document(root / "学雷锋" / "3.5志愿服务活动方案.docx")
    for number in (1, 2):
        photo(root / "学雷锋" / f"3.5志愿服务{number}.jpg", "2017-03-05", 20 + number)
    document(root / "2016年总结" / "工作总结.docx")
    for name in (
        "全民阅读活动方案.docx",
        "关于成立领导小组的通知.docx",
        "领导小组会议纪要.docx",
        "结对共建协议书.docx",
    ):
        document(root / name)
    for number in (1, 2):
        photo(root / f"全民阅读照片{number}.jpg", "2017-04-23", 30 + number)
        photo(root / f"IMG_203{number}.jpg", None, 40 + number)
    document(root / "新建文件夹" / "无标题.docx")
    document(root / "杂" / "慰问困难党员" / "慰问方案.docx")
    photo(root / "杂" / "慰问困难党员" / "图片" / "a.jpg", "2017-01-20", 50)
    document(root / "文明餐桌倡议书.docx")
    return root
