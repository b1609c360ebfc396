"""What names say: days, years, points, kinds; and names that every system takes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civcheck.model.filenames import LONGEST, LONGEST_BYTES, file_name
from civcheck.model.namedays import days_in, words_of_name, year_in
from civcheck.reading.rulepack import read_pack
from civcheck.verdict.belonging import Belongings


@pytest.mark.parametrize(
    ("name", "day", "words"),
    [
        ("2017-03-15-孝老爱亲", date(2017, 3, 15), "孝老爱亲"),
        ("2017.3.15道德讲堂", date(2017, 3, 15), "道德讲堂"),
        ("20170315_讲堂", date(2017, 3, 15), "讲堂"),
        ("2017年3月15日 讲堂", date(2017, 3, 15), "讲堂"),
        ("3月5日学雷锋", date(2017, 3, 5), "学雷锋"),
        ("3.5志愿服务", date(2017, 3, 5), "志愿服务"),
        ("12月4号宪法日", date(2017, 12, 4), "宪法日"),
        ("微信图片_20170315101010", None, "微信图片_20170315101010"),
        ("2017年3月", None, "3月"),
        ("13.45工程", None, "工程"),
        ("2月30日", None, ""),
        ("1.2.3版", None, "1.2.3版"),
        ("1.2万字报告", None, "1.2万字报告"),
    ],
)
def test_the_day_of_a_name_and_the_words_beside_it(name, day, words):
    found = days_in(name, 2017)
    assert (found[0].day if found else None) == day
    assert words_of_name(name) == words


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2016年总结", 2016), ("总结2016年度", 2016), ("2016-03-05学雷锋", 2016), ("2016 总结", 2016),
        ("IMG_2033", None), ("2016年和2017年对比", None), ("讲堂", None), ("20160305", 2016),
    ],
)  # fmt: skip
def test_the_year_of_a_name(name, year):
    assert year_in(name) == year


@pytest.mark.parametrize(
    ("name", "point", "kind", "sure"),
    [
        ("02-道德法治讲堂", 2, "道德法治讲堂", True),
        ("道德讲堂", 2, "道德法治讲堂", False),
        ("05-道德讲堂", 2, "道德法治讲堂", False),
        ("志愿服务活动照片", 12, "志愿服务", True),
        ("04 讲文明树新风", 4, None, True),
        ("8.诚信", 8, None, True),
        ("02", 2, None, False),
        ("清明祭英烈", 3, "网上祭英烈", False),
        ("文明餐桌宣传", 4, None, False),
        ("工作总结", 5, "工作总结", False),
        ("名册", 4, "名册", True),
        ("干部名册", 4, "名册", False),
        ("8号文件", None, None, False),
        ("10周年", None, None, False),
        ("5S", None, None, False),
        ("5", 5, None, False),
        ("3月", None, None, False),
        ("第一季度", None, None, False),
        ("新建文件夹", None, None, False),
        ("照片", None, None, False),
        ("IMG_0012.jpg", None, None, False),
        ("文件", None, None, False),
    ],
)
def test_where_a_name_belongs_in_hubei_2017(name, point, kind, sure):
    said = Belongings(read_pack("hubei-2017")).of_name(name)
    assert (said.point, said.kind, said.sure) == (point, kind, sure)


def test_the_outer_folder_says_more_than_what_lies_in_it():
    belongings = Belongings(read_pack("hubei-2017"))
    assert belongings.of_path("02-道德法治讲堂/3月5日志愿服务精神宣讲").point == 2
    assert belongings.of_path("2017年道德讲堂/孝老爱亲").kind == "道德法治讲堂"
    assert belongings.of_path("杂/志愿服务").point == 12


@pytest.mark.parametrize("name", ["1.jpg", "02.docx", "3 合影.jpg", "05方案.docx"])
def test_the_number_of_a_file_is_not_that_of_a_point(name):
    belongings = Belongings(read_pack("hubei-2017"))
    assert belongings.of_path("活动", [name]).point is None and belongings.of_file(name).point is None
    assert belongings.of_file("05家庭文明.docx") == (5, None, True, None)


def test_files_say_where_a_folder_belongs_whose_name_says_nothing():
    belongings = Belongings(read_pack("hubei-2017"))
    assert belongings.of_path("新建文件夹", ["志愿服务方案.docx", "1.jpg", "志愿服务队签到.docx"]).point == 12
    assert belongings.of_path("新建文件夹", ["志愿服务方案.docx", "全民阅读.docx"]).point is None


HOSTILE = [
    'a/b\\c:d*e?f"g<h>i|j',
    "...",
    "CON",
    "con.txt",
    "README",
    "x. . .",
    "长" * 200,
    "\u202e反",
    "【待填】",
    "~$x",
    "#1",
]


@given(st.one_of(st.text(max_size=300), st.sampled_from(HOSTILE)))
def test_a_name_is_one_that_every_system_takes(text):
    name = file_name(text, "别的")
    assert name and not set('\\/:*?"<>|\0\n\t#') & set(name)
    assert name[0] not in "._~ " and name[-1] not in ". "
    assert len(name) <= LONGEST + 2 and len(name.encode("utf-8", "replace")) <= LONGEST_BYTES + 4
    assert name.partition(".")[0].lower() not in (
        "con",
        "prn",
        "aux",
        "nul",
        "com1",
        "lpt9",
    ) and not name.upper().startswith("README")
    assert Path(name).name == name and "【待填】" not in name
