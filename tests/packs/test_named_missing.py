"""What a case of a pack's tests may call a period: as a report does, or by its first and last day."""

from pathlib import Path

import pytest

from civcheck.app.packtests import run_pack_tests
from civcheck.reading.packsource import find_pack
from civcheck.reading.rulepack import read_pack
from tests.packs.good import good_files, write

CASE = """unit: {单位名称: 某县司法局, 单位类型: 县区司法局, 年度: 2017, 其他事实: {在册先进典型: [甲, 乙]}}
cases:
  - rule: "2.8"
    case: 少一季
    as_of: 2017-12-31
    records: [%s]
    expect: gap
    missing: [%s]
"""
THREE = ", ".join(
    f"{{类型: 讲堂, 标题: 讲堂, 日期: 2017-{month}-01, 负责人: [甲, 乙]}}" for month in ("01", "04", "07")
)


def said(root: Path, per: str, missing: str) -> list[str]:
    """Name what is wrong with the case of rule 2.8, whose period is another."""
    files = good_files()
    files["02-其他.yaml"] = files["02-其他.yaml"].replace("per: 季度", f"per: {per}")
    files["tests/02-其他.yaml"] = CASE % (THREE, missing)
    pack = read_pack(str(write(root, files)), cache=False)
    failures = run_pack_tests(find_pack(str(root)), pack).failures
    return [each.text.id for each in failures if each.rule == "2.8" and "no-" not in each.text.id]


BOTH = "[季度, {field: 负责人, members: [甲, 乙]}]"


@pytest.mark.parametrize(
    ("per", "missing", "wrong"),
    [
        pytest.param("季度", "2017年第四季度", [], id="as the report says"),
        pytest.param("季度", "2017-10-01至2017-12-31", [], id="first to last"),
        pytest.param("季度", "2017年第三季度", ["packtest.missing"], id="another quarter"),
        pytest.param("季度", "2017-10-01至2017-12-30", ["packtest.missing"], id="a day less"),
        pytest.param("季度", "", ["packtest.missing"], id="nothing"),
        pytest.param(BOTH, "2017年第四季度：甲、乙", [], id="both members"),
        pytest.param(BOTH, "2017年第四季度：乙", [], id="one of them"),
        pytest.param(BOTH, "2017-10-01至2017-12-31：甲", [], id="one, first to last"),
        pytest.param(BOTH, "2017年第四季度：丙", ["packtest.missing"], id="somebody else"),
        pytest.param("日", "2017-12-31至2017-12-31", [], id="a day"),
    ],
)
def test_a_case_may_call_a_period_by_either_name(
    tmp_path: Path, per: str, missing: str, wrong: list[str]
) -> None:
    assert said(tmp_path, per, missing) == wrong
