"""The bars: ID numbers in every disguise are found; realistic and hostile but innocent texts are left alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from civcheck.app.audit import audit
from civcheck.model.personal import find_personal

from .numbers import DISGUISES, INNOCENT, a_bad_id, a_mobile, an_id, is_id

HOME = Path(__file__).resolve().parents[2]
IDS, RECALL = 1_000, 0.99
RECORDS, FALSE_NOTICES = 1_000, 1


@pytest.mark.heavy
def test_recall_of_a_thousand_numbers_in_every_disguise() -> None:
    assert len(DISGUISES) >= 20
    rng = Random(2017)
    numbers = [an_id(rng) for _ in range(IDS)]
    found = {
        name: sum(
            any(
                each.sort == "id-number" and not each.is_weak and each.shown[-3:] == number[-3:]
                for each in told
            )
            for number in numbers
            for told in [find_personal(disguise(number))]
        )
        for name, disguise in DISGUISES.items()
    }
    print({name: count / IDS for name, count in found.items()})
    assert sum(found.values()) >= RECALL * IDS * len(DISGUISES), found
    assert min(found.values()) >= RECALL * IDS, found


def test_at_most_one_false_notice_in_a_thousand_realistic_records(tmp_path: Path) -> None:
    made = [
        sys.executable,
        str(HOME / "bench" / "generate.py"),
        str(tmp_path / "l"),
        "--records",
        str(RECORDS),
    ]
    subprocess.run(made, check=True)
    told = [each for each in audit(tmp_path / "l").notices if each.code == "personal-data"]
    assert len(told) <= FALSE_NOTICES, told


def test_at_most_one_false_notice_in_a_thousand_hostile_but_innocent_texts() -> None:
    rng = Random(2017)
    texts = [INNOCENT[name](rng) for name in INNOCENT for _ in range(RECORDS // len(INNOCENT) + 1)]
    false = [text for text in texts if any(not each.is_weak for each in find_personal(text))]
    assert len(texts) >= RECORDS
    assert len(false) <= FALSE_NOTICES, false


def test_what_is_found_by_itself_is_what_stdnum_takes_for_an_id_number() -> None:
    rng = Random(2017)
    for number in [*(an_id(rng) for _ in range(300)), *(a_bad_id(rng) for _ in range(300))]:
        assert any(each.sort == "id-number" for each in find_personal(number)) == is_id(number)
    taken = [
        number
        for number in (f"{rng.randint(10**17, 10**18 - 1)}" for _ in range(20_000))
        if find_personal(number)
    ]
    strong = [number for number in taken if not all(each.is_weak for each in find_personal(number))]
    assert len(strong) <= 3, strong


def test_as_many_random_numbers_look_like_mobiles_as_there_should_be_and_all_are_weak() -> None:
    rng = Random(2017)
    told = [find_personal(f"{rng.randint(0, 10**11 - 1):011d}") for _ in range(5_000)]
    looks = [each for each in told if each]
    assert 0.05 < len(looks) / 5_000 < 0.09
    assert all(each.is_weak for found in looks for each in found)
    assert find_personal(f"手机 {a_mobile(rng)}")[0].is_weak is False
