"""The first day: an office's folder is listed by points, and records are made around files that stay where they are."""

from __future__ import annotations

import os

import pytest
import yaml

from civcheck import audit
from civcheck.model.texts import MARKER
from tests.begin.ledgers import begin, document, office, photo, texts_of


@pytest.fixture
def ledger(civcheck, tmp_path):
    return begin(civcheck, office(tmp_path / "老局"))


def adopted(civcheck, ledger, kind, *files, more=()):
    before = texts_of(ledger)
    flags = [each for file in files for each in ("--adopt", file)]
    run = civcheck("new", kind, ledger, *flags, *more, "--yes")
    assert run.code == 0, run.err
    after = texts_of(ledger)
    (new,) = after.keys() - before.keys()
    assert before.items() <= after.items(), "nothing is moved, renamed or changed"
    return new, after[new].decode(), yaml.load(after[new].decode(), Loader=yaml.BaseLoader)


def test_a_folder_without_unit_yaml_is_listed_by_points_and_still_refused(civcheck, tmp_path):
    root = office(tmp_path / "老局")
    run = civcheck("audit", root)
    assert run.code == 2 and not run.out and "没有 unit.yaml" in run.err
    for said in (
        "2016年总结（1 个文件，名称里是 2016 年）→ 可能是要点 5",
        "civcheck new 道德法治讲堂 --adopt 2017年道德讲堂/3月15日孝老爱亲",
        "新建文件夹（1 个文件）→ 看不出属于哪个要点",
        "全民阅读活动方案.docx、全民阅读照片1.jpg…（3 个文件）→ 要点 9 全民阅读",
        "civcheck init",
    ):
        assert said in run.err
    assert civcheck("audit", root, "--format", "json").out == ""


def test_init_and_audit_list_the_same(civcheck, tmp_path):
    root = office(tmp_path / "老局")
    shown = civcheck("init", root, "--name", "某局", "--type", "县区司法局", "--yes").out
    listed = civcheck("audit", root).out
    row = "2017年道德讲堂/第二期（3 个文件）→ 可能是要点 2 道德法治讲堂，请核对"
    assert row in shown and row in listed


@pytest.mark.parametrize("has_unit", [True, False])
def test_what_belongs_to_a_record_is_not_listed_as_left_over(civcheck, tmp_path, has_unit):
    root = office(tmp_path / "老局")
    head = "类型: 志愿服务\n标题: 扫街\n日期: 2017-03-05\n"
    (root / "学雷锋" / "记录.yaml").write_text(head, encoding="utf-8")
    (root / "三月.yaml").write_text(f"- {head.replace(chr(10), chr(10) + '  ')}", encoding="utf-8")
    (root / "judgements.yaml").write_text("[]", encoding="utf-8")
    if has_unit:
        begin(civcheck, root)
    run = civcheck("init", root, "--dry-run") if has_unit else civcheck("audit", root)
    shown = run.out + run.err
    assert "2017年道德讲堂/第二期" in shown
    assert not [each for each in ("学雷锋", "三月.yaml", "judgements.yaml") if each in shown]


def test_files_that_a_record_in_another_folder_names_are_not_listed_as_left_over(civcheck, tmp_path):
    root = begin(civcheck, office(tmp_path / "老局"))
    head = "类型: 志愿服务\n标题: 扫街\n日期: 2017-03-05\n附件: {方案: 2017年道德讲堂/第二期/}\n"
    assert "2017年道德讲堂/第二期" in civcheck("init", root, "--dry-run").out
    (root / "记录").mkdir()
    (root / "记录" / "三月.yaml").write_text(head.replace(" 2017年道", " ../2017年道"), encoding="utf-8")
    assert "2017年道德讲堂/第二期" not in civcheck("init", root, "--dry-run").out


def test_reports_on_paper_and_for_wikis_say_as_carefully_where_files_seem_to_belong(civcheck, ledger):
    import docx

    paper = ledger.parent / "报告.docx"
    wiki = civcheck("audit", ledger, "--format", "markdown", "--output", f"docx={paper}").out
    text = "\n".join(each.text for each in docx.Document(str(paper)).paragraphs).replace(" ", "")
    said = "（3 个文件）→ 可能是要点 2 道德法治讲堂，请核对"
    assert f"“2017年道德讲堂/第二期”{said}".replace(" ", "") in text
    assert (
        f"2017年道德讲堂/第二期{said}；接着：civcheck new 道德法治讲堂 --adopt 2017年道德讲堂/第二期" in wiki
    )


def test_of_more_than_can_be_read_the_rest_is_counted_by_points(civcheck, tmp_path):
    for number in range(60):
        folder = tmp_path / f"0{number:02d}志愿服务"
        folder.mkdir()
        (folder / "a.docx").write_bytes(b"x")
    for name in ("9志愿服务", "读书", "全民阅读"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.docx").write_bytes(b"x")
    run = civcheck("audit", tmp_path)
    said = "".join(run.err.split())
    assert "另有3处没有列出：要点9全民阅读1处、要点12志愿服务1处、看不出属于哪个要点1处" in said
    assert "json" not in said


def test_every_file_is_in_one_row_and_none_in_two(ledger):
    report = audit(ledger)
    assert sum(each.files for each in report.guesses) == len(report.unreferenced)


def test_files_of_a_folder_stand_under_the_roles_they_seem_to_have(civcheck, ledger):
    folder = "2017年道德讲堂/3月15日孝老爱亲"
    new, text, raw = adopted(civcheck, ledger, "道德法治讲堂", folder)
    assert new == f"{folder}/记录.yaml" and raw["标题"] == f"{MARKER}孝老爱亲" and raw["日期"] == "2017-03-15"
    assert raw["附件"] == {
        "方案": "道德讲堂活动方案.docx", "图片": "照片/", "报道": MARKER, "签到": "签到表.docx",
    }  # fmt: skip
    assert "2017-03-15 取自文件夹名，请核对" in text
    assert "不知道是什么材料，请放到合适的角色下：关于孝老爱亲.docx" in text
    assert "没有列入，是空文件：空.docx" in text and "Thumbs.db" not in text
    report = audit(ledger)
    assert [each.code for each in report.problems] == ["required-scaffold"]
    (ledger / new).write_text(text.replace(f"标题: {MARKER}", "标题: "))
    (record,) = audit(ledger).catalogue
    assert [each.role for each in record.evidence] == ["方案", "图片", "图片", "图片", "签到"]


def test_the_day_comes_from_photos_where_no_name_says_it_and_documents_come_last(civcheck, ledger):
    _, text, raw = adopted(civcheck, ledger, "道德法治讲堂", "2017年道德讲堂/第二期")
    assert raw["日期"] == "2017-06-20" and "取自照片的拍摄日期（EXIF）" in text
    document(ledger / "杂" / "会" / "纪要.docx", "2017-02-10")
    _, text, raw = adopted(civcheck, ledger, "领导小组会议", "杂/会")
    assert raw["日期"] == "2017-02-10" and "取自文档的建立日期，未必是活动那一天" in text


def test_a_name_that_photos_contradict_is_said(civcheck, ledger):
    photo(ledger / "12-志愿服务" / "3月5日扫街" / "1.jpg", "2017-03-06")
    _, text, raw = adopted(civcheck, ledger, "志愿服务", "12-志愿服务/3月5日扫街")
    assert raw["日期"] == "2017-03-05" and "照片的拍摄日期是 2017-03-06" in text


def test_what_is_of_another_year_is_said_and_its_day_not_taken(civcheck, ledger):
    _, text, raw = adopted(civcheck, ledger, "工作总结", "2016年总结")
    assert raw["日期"] == MARKER and "名称里是 2016 年" in text
    photo(ledger / "旧" / "2016-03-05扫街" / "1.jpg")
    _, text, raw = adopted(civcheck, ledger, "志愿服务", "旧/2016-03-05扫街")
    assert raw["日期"] == MARKER and "文件夹名里是 2016-03-05，不在 2017 年度" in text


def test_loose_files_get_a_record_folder_and_stay_where_they_are(civcheck, ledger):
    files = ("全民阅读活动方案.docx", "全民阅读照片1.jpg", "全民阅读照片2.jpg")
    new, _, raw = adopted(civcheck, ledger, "全民阅读", *files)
    assert new == "09-全民阅读/2017-04-23-全民阅读/记录.yaml"
    assert raw["附件"]["方案"] == "../../全民阅读活动方案.docx"
    assert raw["附件"]["图片"] == ["../../全民阅读照片1.jpg", "../../全民阅读照片2.jpg"]


def test_a_person_may_say_the_role_of_a_file(civcheck, ledger):
    more = ("--role", "讲稿=关于孝老爱亲.docx")
    _, _, raw = adopted(civcheck, ledger, "道德法治讲堂", "2017年道德讲堂/3月15日孝老爱亲", more=more)
    assert raw["附件"]["讲稿"] == "关于孝老爱亲.docx"


def test_a_person_may_say_the_role_of_a_folder(civcheck, ledger):
    folder = "杂/会"
    for name in ("甲.docx", "乙.docx", "别处/丙.docx"):
        document(ledger / folder / name)
    _, _, raw = adopted(civcheck, ledger, "领导小组会议", folder, more=("--role", "纪要=别处/"))
    assert raw["附件"]["纪要"] == "别处/丙.docx"


def test_a_file_that_is_left_out_stands_with_the_reason(civcheck, ledger):
    photo(ledger / "杂" / "会" / "1.jpg", "2017-03-05")
    reasons = {
        "空.docx": "是空文件", "【待填】纪要.docx": "里面还有【待填】", "照片.zip": "压缩包不算材料，要用的先解开",
        "IMG_1.HEIC": "HEIC 照片读不了，要用的先转成 JPG", "录像.exe": "这种格式不能作这里的材料",
        "~会.jpg": "文件名不能写进记录，要用的先改名",
    }  # fmt: skip
    for name in reasons:
        (ledger / "杂" / "会" / name).write_bytes(b"" if name == "空.docx" else b"x")
    new, text, raw = adopted(civcheck, ledger, "志愿服务", "杂/会")
    for name, why in reasons.items():
        assert f"# 没有列入，{why}：{name}\n" in text
    assert raw["附件"]["图片"] == "1.jpg"
    (ledger / new).write_text(text.replace(f"标题: {MARKER}", "标题: "))
    assert [each.code for each in audit(ledger).problems if each.place.file == new] == []


def test_folders_within_that_seem_to_be_of_something_else_are_named(civcheck, ledger):
    folder = ledger / "杂" / "会"
    photo(folder / "照片" / "1.jpg")
    photo(folder / "第二天" / "2.jpg")
    run = civcheck("new", "志愿服务", ledger, "--adopt", "杂/会", "--yes")
    assert "没有列入" in run.out and "杂/会/第二天" in run.out and "杂/会/照片" not in run.out


def test_a_folder_whose_files_a_person_has_given_a_role_is_not_named_as_left_out(civcheck, ledger):
    folder = ledger / "杂" / "会"
    for name in ("照片/1.jpg", "第二天/2.jpg", "第三天/3.jpg", "第三天/4.jpg"):
        photo(folder / name)
    roles = ("--role", "图片=第二天", "--role", "图片=第三天/3.jpg")
    run = civcheck("new", "志愿服务", ledger, "--adopt", "杂/会", *roles, "--yes")
    assert "杂/会/第三天" in run.out and "杂/会/第二天" not in run.out


def test_files_that_another_record_names_are_said_with_the_record(civcheck, ledger):
    head = "类型: 全民阅读\n标题: 有\n日期: 2017-04-23\n附件: {方案: 全民阅读活动方案.docx}\n"
    (ledger / "四月.yaml").write_text(head, encoding="utf-8")
    run = civcheck("new", "全民阅读", ledger, "--adopt", "全民阅读活动方案.docx", "--dry-run")
    assert "全民阅读活动方案.docx 已经写在 四月.yaml 里" in run.out
    run = civcheck("new", "全民阅读", ledger, "--adopt", "全民阅读照片1.jpg", "--dry-run")
    assert "已经写在" not in run.out


def test_the_commands_that_are_listed_begin_records(civcheck, ledger):
    report = audit(ledger)
    for guess in report.guesses:
        if guess.kind is not None and guess.files:
            import shlex

            words = shlex.split(guess.command)[1:]
            assert civcheck(*words, ledger, "--dry-run").code == 0, guess
    listed = [each for each in report.guesses if each.files]
    assert sum(each.kind is not None for each in listed) >= 7


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("没有", "台账里没有"), (".", "只能写一个文件夹"), ("..", "台账里没有"), ("/etc", "台账里没有"),
        ("unit.yaml", "台账自己的文件"), ("链接", "链接"), ("链接/里面", "链接"), ("_草稿", "不核查"),
        ("杂", "没有可以列入的文件"),
    ],
)  # fmt: skip
def test_what_cannot_be_adopted_is_refused_with_a_reason(civcheck, ledger, tmp_path, what, said):
    photo(tmp_path / "外面" / "里面" / "1.jpg")
    (ledger / "链接").symlink_to(tmp_path / "外面")
    photo(ledger / "_草稿" / "1.jpg")
    before = texts_of(ledger)
    run = civcheck("new", "全民阅读", ledger, "--adopt", what, "--yes")
    assert run.code == 2 and said in run.err, run.err
    assert texts_of(ledger) == before


@pytest.mark.parametrize("typed", ["２017年道德讲堂/第二期", "2017年道德讲坛/第二期"])
def test_a_path_that_is_nearly_one_of_the_ledger_is_offered(civcheck, ledger, typed):
    run = civcheck("new", "全民阅读", ledger, "--adopt", typed, "--yes")
    assert run.code == 2 and "是不是“2017年道德讲堂/第二期”" in run.err


def test_a_folder_that_has_a_record_is_refused(civcheck, ledger):
    folder = "2017年道德讲堂/第二期"
    (ledger / folder / "旧.md").write_text(
        "---\n类型: 全民阅读\n标题: 有\n日期: 2017-04-23\n---\n", encoding="utf-8"
    )
    run = civcheck("new", "道德法治讲堂", ledger, "--adopt", folder, "--yes")
    assert run.code == 2 and "已经是一条记录" in run.err and not (ledger / folder / "记录.yaml").exists()


def test_hostile_names_of_files_break_no_record(civcheck, ledger):
    folder = ledger / "乱"
    names = [
        "方案: #1.docx", "- x.docx", "换\n行.docx", "【待填】方案.docx", "'引\"号.docx", "&a *b.docx", "\u202e反.docx",
        "‘总结’.docx",
    ]  # fmt: skip
    for name in names:
        document(folder / name)
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "管道.docx")
    _, text, raw = adopted(civcheck, ledger, "工作总结", "乱")
    assert raw["标题"] == f"{MARKER}乱" and raw["类型"] == "工作总结"
    assert "换\n行" not in text and "\u202e" not in text
    assert [each.code for each in audit(ledger).problems if each.place.file.startswith("乱/")] == [
        "required-scaffold", "required-scaffold"
    ]  # fmt: skip


def test_a_path_from_where_civcheck_was_started_is_found_too(civcheck, ledger, monkeypatch):
    monkeypatch.chdir(ledger.parent)
    new, _, _ = adopted(civcheck, "老局" and ledger, "志愿服务", "老局/学雷锋")
    assert new == "学雷锋/记录.yaml"
