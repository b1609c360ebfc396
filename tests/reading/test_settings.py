"""civcheck.toml of a ledger: it may narrow what is audited; what is wrong in it is told and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledgers import RECORD, read_files, told


@pytest.mark.parametrize("pattern", ["废", "废/", "废/*", "*.yaml", "*/a.yaml"])
def test_what_is_excluded_is_listed_and_not_read(tmp_path: Path, pattern: str) -> None:
    ledger = read_files(tmp_path, {"废/a.yaml": RECORD, "civcheck.toml": f'exclude = ["{pattern}"]\n'})
    assert ledger.records == ()
    assert [each.path for each in ledger.skipped if each.path != "unit.yaml"] == ["废/a.yaml"]


def test_params_are_taken_as_texts(tmp_path: Path) -> None:
    ledger = read_files(tmp_path, {"civcheck.toml": '[params]\n"甲" = 10\n"乙" = "x"\n"丙" = nan\n'})
    assert dict(ledger.params) == {"甲": "10", "乙": "x", "丙": "nan"}


def test_a_key_in_chinese_needs_no_quotation_marks(tmp_path: Path) -> None:
    ledger = read_files(tmp_path, {"civcheck.toml": "[params]\n材料期限 = 5 # 从严\n  报送期限=2\n"})
    assert dict(ledger.params) == {"材料期限": "5", "报送期限": "2"}
    assert dict(ledger.param_lines) == {"材料期限": 2, "报送期限": 3}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("exclude = [\n", "2:1 toml"),
        ("甲 = 乙\n", "1:7 toml"),
        ("[params]\n材料期限 = \n", "2:10 toml"),
        ('exclude = "a"\n', "1:1 toml-list"),
        ("exclude = [1]\n", "1:1 toml-list"),
        ("exclude = [" + '"a",' * 101 + "]\n", "1:1 too-many-items"),
        ("params = 1\n", "1:1 toml-table"),
        ('excludes = ["a"]\n', "1:1 unknown-key"),
        ('# 一\nexclude = ["a"]\nparam = 1\n', "3:1 unknown-key"),
        ("a = " + "[" * 8_000, "1:1 toml"),
        ("a = " + "9" * 5_000, "1:1 toml"),
        (b"\xff\xfe", "1:1 not-text"),
        (b"#" * 20_000, "1:1 file-too-large"),
    ],
)
def test_a_wrong_setting_is_told_and_the_ledger_is_read_as_without_it(
    tmp_path: Path, text: str | bytes, code: str
) -> None:
    ledger = read_files(tmp_path, {"a.yaml": RECORD, "civcheck.toml": text})
    assert told(ledger) == [f"civcheck.toml:{code}"]
    assert len(ledger.records) == 1


def test_the_line_of_broken_toml_is_told(tmp_path: Path) -> None:
    assert told(read_files(tmp_path, {"civcheck.toml": 'exclude = ["a"]\nparams\n'})) == [
        "civcheck.toml:2:7 toml"
    ]


def test_a_file_of_settings_below_the_root_sets_nothing(tmp_path: Path) -> None:
    assert len(read_files(tmp_path, {"甲/civcheck.toml": 'exclude = ["*"]\n', "a.yaml": RECORD}).records) == 1
