"""``civcheck new``: a record folder with a skeleton, in the place where it belongs, over nothing that is there."""

from __future__ import annotations

import json
import os
import re

import pytest
import yaml

from civcheck import audit
from civcheck.model.texts import MARKER
from civcheck.reading.rulepack import read_pack
from tests.begin.ledgers import begin, photo, texts_of
from tests.keeping.terminal import at_a_terminal


@pytest.fixture
def ledger(civcheck, tmp_path):
    return begin(civcheck, tmp_path / "台账")


def the_record(ledger):
    (record,) = ledger.rglob("记录.yaml")
    return record


def test_a_record_lies_in_the_folder_of_its_point_by_day_and_title(civcheck, ledger):
    run = civcheck("new", "道德法治讲堂", ledger, "--day", "2017-03-15", "--title", "孝老爱亲", "--yes")
    assert run.code == 0 and "删去以前不算数" in run.out
    record = the_record(ledger)
    assert record.relative_to(ledger).as_posix() == "02-道德法治讲堂/2017-03-15-孝老爱亲/记录.yaml"
    text = record.read_text()
    assert text.startswith("# yaml-language-server: $schema=../../.civcheck/record.schema.json\n")
    assert (record.parent / text.split("$schema=")[1].split("\n")[0]).resolve().is_file()
    raw = yaml.safe_load(text)
    assert raw["类型"] == "道德法治讲堂" and str(raw["日期"]) == "2017-03-15"
    assert raw["标题"] == f"{MARKER}孝老爱亲" and set(raw["附件"]) == {"方案", "图片", "报道"}
    assert raw["主题"] == raw["归档"] == MARKER


def test_each_field_and_role_says_what_it_is_and_whether_it_must_be_there(civcheck, ledger):
    civcheck("new", "道德法治讲堂", ledger, "--title", "孝老爱亲", "--yes")
    text = the_record(ledger).read_text().replace("\n# ", "").replace("\n    # ", "")
    assert "必须有（规则 2.2）：" in text and "社会公德、职业道德、家庭美德、个人品德" in text
    assert "必须有（规则 2.8b）：" in text and "有就写（规则 2.3 会看）" in text
    assert "必须有（规则 2.8a、6.3）：活动方案" in text


def test_the_record_is_valid_by_the_schema_that_it_names(civcheck, ledger):
    import jsonschema

    civcheck("new", "诚信榜单", ledger, "--day", "2017-05-01", "--title", "红榜", "--yes")
    record = the_record(ledger)
    schema = json.loads((ledger / ".civcheck" / "record.schema.json").read_text())
    raw = yaml.load(record.read_text(), Loader=yaml.BaseLoader)
    del raw["行业"], raw["榜别"]
    with pytest.raises(jsonschema.ValidationError):  # the marker is told
        jsonschema.validate(raw, schema)
    filled_in = raw | {"标题": "红榜"}
    jsonschema.validate(filled_in, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(filled_in | {"类型": "没有"}, schema)


def test_without_a_day_and_a_title_both_wait_for_a_person(civcheck, ledger):
    assert civcheck("new", "全民阅读", ledger, "--yes").code == 0
    record = the_record(ledger)
    assert record.parent.name == "日期待定-全民阅读"
    raw = yaml.safe_load(record.read_text())
    assert raw["日期"] == raw["标题"] == MARKER
    assert [each.code for each in audit(ledger).problems] == ["required-scaffold"] * 2


def test_a_second_record_of_that_name_is_refused_and_the_first_stays(civcheck, ledger):
    given = ("new", "全民阅读", ledger, "--day", "2017-04-23", "--title", "读书会", "--yes")
    civcheck(*given)
    record = the_record(ledger)
    record.write_text("类型: 全民阅读\n标题: 我写的\n日期: 2017-04-23\n")
    before = texts_of(ledger)
    run = civcheck(*given)
    assert run.code == 2 and "已经是一条记录" in run.err and texts_of(ledger) == before


def test_no_record_is_written_where_none_is_audited(civcheck, ledger):
    (ledger / "civcheck.toml").write_text('exclude = ["12-志愿服务"]\n', encoding="utf-8")
    run = civcheck("new", "志愿服务", ledger, "--title", "扫街", "--yes")
    assert run.code == 2 and "civcheck.toml" in run.err and not list(ledger.rglob("记录.yaml"))


def test_a_folder_with_files_is_not_taken_for_a_new_record(civcheck, ledger):
    folder = ledger / "09-全民阅读" / "2017-04-23-读书会"
    photo(folder / "a.jpg")
    run = civcheck("new", "全民阅读", ledger, "--day", "2017-04-23", "--title", "读书会", "--yes")
    assert run.code == 2 and "--adopt" in run.err and not list(ledger.rglob("记录.yaml"))


@pytest.mark.parametrize(
    "title",
    [
        'a/b\\c:d*e?f"g<h>i|j', "结尾有点...", "CON", "nul.txt", "长" * 200, "#1 讲堂", "标题: 有冒号", "- 短横",
        "[方括号]", "{花括号}", "'引号\"", "&锚", "*星", "!叹号", "%百分", "@at", "`", "两行\n标题", "123", "是", "~x",
        "\u202e反", "../../外面",
    ],
)  # fmt: skip
def test_any_title_becomes_a_folder_that_every_system_takes_and_stays_whole_in_the_record(
    civcheck, ledger, title
):
    run = civcheck("new", "全民阅读", ledger, "--day", "2017-04-23", "--title", title, "--yes")
    assert run.code == 0, run.err
    record = the_record(ledger)
    assert record.parent.parent == ledger / "09-全民阅读"
    assert re.fullmatch(r'2017-04-23-[^\\/:*?"<>|#\n]*[^. ]', record.parent.name)
    assert len(record.parent.name.encode()) <= 200
    record.write_text(record.read_text().replace(MARKER, ""))
    (read,) = audit(ledger).catalogue
    assert read.title == " ".join(title.split())


@pytest.mark.parametrize("day", ["2016-12-31", "2018-01-01"])
def test_a_day_of_another_year_is_kept_and_said(civcheck, ledger, day):
    run = civcheck("new", "全民阅读", ledger, "--day", day, "--title", "读书会", "--yes")
    assert run.code == 0 and "不在 2017 年度" in the_record(ledger).read_text()


def test_a_kind_is_found_by_a_near_name_that_is_said(civcheck, ledger):
    refused = civcheck("new", "道德讲堂", ledger, "--title", "一")
    assert refused.code == 2 and "最像的是“道德法治讲堂”" in refused.err
    taken = civcheck("new", "道德讲堂", ledger, "--title", "一", "--yes")
    assert taken.code == 0 and "按最像的“道德法治讲堂”写" in taken.out
    nothing = civcheck("new", "xyz", ledger, "--yes")
    assert nothing.code == 2 and "全民阅读" in nothing.err


def test_a_kind_is_found_by_its_alias(civcheck, tmp_path):
    from civcheck.app.beginning.recording import kind_named

    pack = read_pack("hubei-2017")
    kinds = dict(pack.terms.kinds)
    kinds["全民阅读"] = kinds["全民阅读"].changed(alias="reading")
    aliased = pack.changed(terms=pack.terms.changed(kinds=kinds))
    assert kind_named("reading", aliased) == ("全民阅读", True)
    assert kind_named("全民 阅读", aliased) == ("全民阅读", True)


def test_a_point_may_be_named_and_must_be_there(civcheck, ledger):
    civcheck("new", "先进典型宣讲", ledger, "--title", "一", "--point", "1", "--yes")
    assert the_record(ledger).parent.parent.name == "01-道德模范"
    assert civcheck("new", "先进典型宣讲", ledger, "--title", "二", "--point", "99", "--yes").code == 2


def test_further_roles_are_set_out_and_unknown_ones_refused(civcheck, ledger):
    civcheck("new", "全民阅读", ledger, "--title", "一", "--role", "签到", "--yes")
    assert yaml.safe_load(the_record(ledger).read_text())["附件"]["签到"] == MARKER
    run = civcheck("new", "全民阅读", ledger, "--title", "二", "--role", "签道", "--yes")
    assert run.code == 2 and "签到" in run.err


def test_a_kind_that_nobody_asks_such_a_unit_for_is_said(civcheck, ledger):
    run = civcheck("new", "文明校园活动", ledger, "--title", "一", "--dry-run")
    assert "规则包没有向县区司法局要“文明校园活动”的记录" in run.out


def test_a_dry_run_and_nobody_to_ask_write_nothing(civcheck, ledger):
    before = texts_of(ledger)
    assert civcheck("new", "全民阅读", ledger, "--dry-run").code == 0
    assert civcheck("new", "全民阅读", ledger).code == 1
    assert civcheck("new", ledger, "--yes").code == 2
    assert texts_of(ledger) == before


def test_without_a_ledger_the_folder_it_is_started_in_is_meant(civcheck, ledger, monkeypatch):
    monkeypatch.chdir(ledger)
    assert civcheck("new", "全民阅读", "--title", "一", "--yes").code == 0
    monkeypatch.chdir(ledger.parent)
    assert civcheck("new", "全民阅读", "--title", "一", "--yes").code == 2


def test_nothing_is_written_through_links(civcheck, ledger, tmp_path):
    outside = tmp_path / "外面"
    outside.mkdir()
    home = ledger / "09-全民阅读"
    (home / "2017-04-23-读书会").symlink_to(outside)
    given = ("new", "全民阅读", ledger, "--day", "2017-04-23", "--title", "读书会", "--yes")
    assert civcheck(*given).code == 2
    (home / "说明.txt").unlink()
    (home / "2017-04-23-读书会").unlink()
    home.rmdir()
    home.symlink_to(outside)
    assert civcheck(*given).code == 2
    assert not list(outside.iterdir())


def test_a_folder_that_is_spelled_otherwise_on_disk_is_the_same_folder(civcheck, ledger):
    import unicodedata

    named = unicodedata.normalize("NFD", "09-全民阅读é")
    (ledger / "09-全民阅读" / "说明.txt").unlink()
    (ledger / "09-全民阅读").rename(ledger / named)
    civcheck("new", "全民阅读", ledger, "--title", "一", "--yes")
    assert the_record(ledger).parent.parent.name == named


def test_the_day_of_photos_is_proposed_and_they_stay_where_they_are(civcheck, ledger, tmp_path):
    photos = tmp_path / "手机"
    for number, day in enumerate(("2017-04-22", "2017-04-23", "2017-04-23")):
        photo(photos / f"{number}.jpg", day, number)
    before = texts_of(photos)
    run = civcheck("new", "全民阅读", ledger, "--title", "读书会", "--from-photos", photos, "--yes")
    assert run.code == 0 and "3 张照片在台账外面" in run.out
    text = the_record(ledger).read_text()
    assert "日期: 2017-04-23\n" in text and "拍摄日期（EXIF），请核对" in text
    assert "那里不止一天：2017-04-22、2017-04-23" in text
    assert texts_of(photos) == before and not list(ledger.rglob("*.jpg"))


def test_photos_in_the_ledger_are_named_where_they_lie(civcheck, ledger):
    photo(ledger / "相册" / "1.jpg", "2017-04-23")
    photo(ledger / "相册" / "2.jpg", "2017-04-23", 2)
    civcheck("new", "全民阅读", ledger, "--title", "读书会", "--from-photos", ledger / "相册", "--yes")
    record = the_record(ledger)
    assert yaml.safe_load(record.read_text())["附件"]["图片"] == ["../../相册/1.jpg", "../../相册/2.jpg"]
    assert len(list((ledger / "相册").iterdir())) == 2


def test_photos_without_a_day_leave_it_to_a_person(civcheck, ledger, tmp_path):
    photo(tmp_path / "手机" / "1.jpg")
    civcheck("new", "全民阅读", ledger, "--title", "一", "--from-photos", tmp_path / "手机", "--yes")
    text = the_record(ledger).read_text()
    assert f"日期: {MARKER}\n" in text and "1 张照片里没有拍摄日期" in text
    (tmp_path / "空").mkdir()
    assert civcheck("new", "全民阅读", ledger, "--from-photos", tmp_path / "空", "--yes").code == 2


def test_more_photos_than_a_record_can_name_are_refused(civcheck, ledger):
    (ledger / "相册").mkdir()
    for number in range(501):
        (ledger / "相册" / f"{number}.jpg").write_bytes(b"x")
    run = civcheck("new", "全民阅读", ledger, "--from-photos", ledger / "相册", "--yes")
    assert run.code == 2 and "501 个文件，太多了" in run.err and not list(ledger.rglob("记录.yaml"))


def test_photos_of_a_telephone_that_nothing_opens_are_said_to_be_such(civcheck, ledger, tmp_path):
    (tmp_path / "手机").mkdir()
    (tmp_path / "手机" / "IMG_1.HEIC").write_bytes(b"x")
    run = civcheck("new", "全民阅读", ledger, "--from-photos", tmp_path / "手机", "--yes")
    assert run.code == 2 and "HEIC" in run.err and "转成 JPG" in run.err


@pytest.mark.parametrize("day", ["2017-3-5", "3月5日", "2017年3月5日", "２０１７.3.5", "20170305"])
def test_a_day_is_taken_as_records_and_folders_write_it(civcheck, ledger, day):
    assert civcheck("new", "志愿服务", ledger, "--day", day, "--title", "扫街", "--yes").code == 0
    assert the_record(ledger).parent.name == "2017-03-05-扫街"


def test_a_folder_of_photos_that_cannot_be_is_refused(civcheck, ledger):
    run = civcheck("new", "志愿服务", ledger, "--from-photos", "长" * 5_000, "--yes")
    assert run.code == 2 and "没有这个文件夹" in run.err


def test_a_day_that_is_none_is_refused(civcheck, ledger):
    run = civcheck("new", "志愿服务", ledger, "--day", "2月30日", "--yes")
    assert run.code == 2 and "不是日期" in run.err


def test_at_a_terminal_it_asks_for_kind_day_and_title(ledger):
    run = at_a_terminal(["new", "--point", "9", ledger], ["阅读", "1", "四月", "2017-04-23", "读书会", "是"])
    assert run.code == 0, run.out
    assert "没有听懂“阅读”" in run.out and "没有听懂“四月”" in run.out
    assert the_record(ledger).parent.name == "2017-04-23-读书会"


@pytest.mark.heavy
def test_a_shell_completes_kinds_roles_and_types():
    import subprocess
    import sys

    def completed(words, shell):
        own = {"bash": {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)},
               "zsh": {"_TYPER_COMPLETE_ARGS": words}}[shell]  # fmt: skip
        environment = dict(os.environ, _CIVCHECK_COMPLETE=f"complete_{shell}", **own)
        run = subprocess.run(
            [sys.executable, "-m", "civcheck"], env=environment, capture_output=True, text=True, check=False
        )
        return re.findall(r"[一-鿿]+", run.stdout)

    for shell in ("bash", "zsh"):
        assert completed("civcheck new 道德", shell) == ["道德模范活动", "道德法治讲堂"]
        assert completed("civcheck new 全民阅读 --role 签", shell) == ["签到"]
    assert completed("civcheck new --rules example-score-2018 创建", "bash") == [
        "创建会议", "创建计划", "创建经费", "创建培训"
    ]  # fmt: skip
    assert completed("civcheck init x --type 监", "bash") == ["监狱管理局", "监狱"]
