"""Seals that mean harm: refused with a clear error, and nothing outside the ledger is opened."""

from __future__ import annotations

import builtins
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from civcheck.model.seal import PREDICATE
from civcheck.reading import limits
from civcheck.reading.sealfile import read_seal
from tests.report.wording import latin_sentences

DIGEST = "0" * 64
HEAD = {
    "civcheck": "0",
    "unit": {"name": "江城市司法局"},
    "year": 2017,
    "as_of": "2017-12-31",
    "files": {"count": 1, "bytes": 1, "digests": ["sha256"]},
    "left_out": [],
}


def a_line(**changes: object) -> str:
    return json.dumps({"name": "a", "digest": {"sha256": DIGEST}} | changes)


def a_seal(*lines: str, kind: str = f"{PREDICATE}1", **changes: object) -> bytes:
    """Write a seal of these lines, and of this head where it differs from a good one."""
    head = HEAD | {"files": HEAD["files"] | {"count": len(lines)}} | changes  # type: ignore[operator]
    rows = [
        f'{{"_type":"https://in-toto.io/Statement/v1",\n"predicateType":{json.dumps(kind)},',
        f'"predicate":{json.dumps(head)},\n"subject":[',
        *(f"{each}," for each in lines[:-1]),
        *lines[-1:],
        "]}\n",
    ]
    return "\n".join(rows).encode("utf-8", "surrogatepass")


GOOD = a_seal(a_line(), a_line(name="b/c"))


def test_the_seal_that_the_others_are_made_from_is_read(tmp_path):
    (tmp_path / "a.json").write_bytes(GOOD)
    found = read_seal(tmp_path / "a.json").seal
    assert [each.name for each in found.files] == ["a", "b/c"] and found.unit == "江城市司法局"
    (tmp_path / "a.json").write_bytes(GOOD.replace(b"\n", b"\r\n"))
    assert read_seal(tmp_path / "a.json").seal == found, "a copy with the line ends of Windows says the same"


HOSTILE = {
    "empty": b"",
    "no json": b"hello\n",
    "a picture": b"\xff\xd8\xff\xe0" * 100,
    "not utf-8": GOOD.replace(b'"a"', b'"\xff"'),
    "a report of civcheck": b'{"schema_version": "1.1", "provenance": {}}\n',
    "cut off": GOOD[:-20],
    "cut off behind a line": GOOD[: GOOD.index(b'{"name": "b/c"')],
    "something behind it": GOOD + b"x",
    "another statement": GOOD.replace(PREDICATE.encode(), b"https://slsa.dev/provenance/v"),
    "another type": GOOD.replace(b"Statement/v1", b"Statement/v2"),
    "a key twice": GOOD.replace(b'"predicate":', b'"_type":"x","predicate":'),
    "not a number": GOOD.replace(b'"year": 2017', b'"year": NaN'),
    "a year of old": a_seal(a_line(), year=1234),
    "no day": a_seal(a_line(), as_of="2017-13-01"),
    "fewer files than it says": a_seal(a_line(), files={"count": 2, "bytes": 1, "digests": ["sha256"]}),
    "more files than it says": a_seal(
        a_line(), a_line(name="b"), files={"count": 1, "bytes": 1, "digests": ["sha256"]}
    ),
    "ten million files": a_seal(a_line(), files={"count": 10_000_000, "bytes": 1, "digests": ["sha256"]}),
    "a subject twice": a_seal(a_line(), a_line()),
    "a name twice": a_seal(a_line(), a_line(digest={"sha256": "1" * 64})),
    "out of order": a_seal(a_line(name="b"), a_line()),
    "out of order and masked": a_seal(
        a_line(name="138****1234", digest={"sha256": "1" * 64}), a_line(name="138****1234")
    ),
    "a name that leaves the ledger": a_seal(a_line(name="../a")),
    "a name that leaves it later": a_seal(a_line(name="a/../../b")),
    "an absolute name": a_seal(a_line(name="/etc/passwd")),
    "no name": a_seal(a_line(name="")),
    "a name with NUL": a_seal(a_line(name="a\0b")),
    "a name that is a number": a_seal(a_line(name=1)),
    "a name that is half a character": a_seal('{"name": "\\udc80", "digest": {"sha256": "' + DIGEST + '"}}'),
    "percent that is none": a_seal(a_line(name="a%4", annotations={"percent": True})),
    "percent of what needs none": a_seal(a_line(name="%61", annotations={"percent": True})),
    "percent that leaves": a_seal(a_line(name="%ED%B2%80/../x", annotations={"percent": True})),
    "percent that is not utf-8": a_seal(a_line(name="%FF", annotations={"percent": True})),
    "a short digest": a_seal(a_line(digest={"sha256": "0"})),
    "a digest with a line end": a_seal(a_line(digest={"sha256": DIGEST + "\n"})),
    "no digest": a_seal(a_line(digest={})),
    "sm3 that the head does not announce": a_seal(a_line(digest={"sha256": DIGEST, "sm3": DIGEST})),
    "sm3 that is announced and not there": a_seal(
        a_line(), files={"count": 1, "bytes": 1, "digests": ["sha256", "sm3"]}
    ),
    "deep in a line": a_seal("[" * 50_000),
    "deep in the head": GOOD.replace(b'"left_out": []', b'"left_out": ' + b"[" * 1_000_000),
    "a long line": a_seal(a_line(name="a" * limits.SEAL_LINE_BYTES)),
    "a long head": GOOD.replace(b'"left_out": []', b'"x": "' + b"x" * limits.SEAL_HEAD_BYTES + b'"'),
    "many heads": GOOD.replace(b'"subject"', b"\n" * limits.SEAL_HEAD_BYTES + b'"subject"'),
    "much left out": a_seal(a_line(), left_out=[{"name": "a", "reason": "link"}] * 10_001),
    "left out that leaves": a_seal(a_line(), left_out=[{"name": "../a", "reason": "link"}]),
    "left out for anything": a_seal(a_line(), left_out=[{"name": "a", "reason": "<b>"}]),
    "its own place outside": a_seal(a_line(), seal="../x"),
    "a number of 5,000 digits": GOOD.replace(b'"year": 2017', b'"year": ' + b"1" * 5_000),
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_seal_is_refused_in_one_message(civcheck, ledger, tmp_path, raw):
    seal = tmp_path / "x.seal.json"
    seal.write_bytes(raw)
    done = civcheck("verify", seal, ledger)
    assert (done.code, done.out) == (2, "")
    assert "不是 civcheck 的封存文件" in done.err and "没有核对" in done.err
    assert "Traceback" not in done.err and not latin_sentences(done.err)


def test_a_seal_of_another_version_is_told_apart(civcheck, ledger, tmp_path):
    (tmp_path / "x.json").write_bytes(a_seal(a_line(), kind=f"{PREDICATE}2"))
    done = civcheck("verify", tmp_path / "x.json", ledger)
    assert done.code == 2 and "另一版的封存（2）" in done.err


@pytest.mark.skipif(os.name == "nt", reason="pipes")
def test_a_pipe_or_a_folder_in_place_of_a_seal_is_not_opened(civcheck, ledger, tmp_path):
    os.mkfifo(tmp_path / "管")
    for name in ("管", "."):
        done = civcheck("verify", tmp_path / name, ledger)
        assert done.code == 2 and "读不出来" in done.err


def test_names_in_a_seal_open_nothing(civcheck, ledger, tmp_path, monkeypatch):
    """Nothing is opened by a name of the seal: what is not in the ledger is only told to be gone."""
    names = sorted(["C:\\Windows\\x", "\\\\server\\share", "~root", "con", "file:", "-f"])
    seal = tmp_path / "x.seal.json"
    seal.write_bytes(a_seal(*(a_line(name=name) for name in names)))
    opened: list[str] = []

    def watched(real):
        def call(path, *rest, **more):
            opened.append(str(path))
            return real(path, *rest, **more)

        return call

    monkeypatch.setattr(os, "open", watched(os.open))
    monkeypatch.setattr(builtins, "open", watched(builtins.open))
    done = civcheck("verify", seal, ledger)
    assert done.code == 1 and f"删除 {len(names)}" in done.out
    own = [each for each in opened if any(name in each for name in names if len(name) > 2)]
    assert own == [] and any("方案.docx" in each for each in opened)


def test_a_seal_hides_no_file_by_saying_that_it_lies_there_itself(civcheck, ledger, tmp_path):
    seal = tmp_path / "x.seal.json"
    for place in ("02-讲堂/方案.docx", "02-讲堂"):
        seal.write_bytes(a_seal(a_line(name="a"), seal=place))
        done = civcheck("verify", seal, ledger)
        assert done.code == 1 and "新增 6" in done.out and "02-讲堂/方案.docx\n" in done.out


def test_what_cannot_be_seen_in_a_name_is_shown_as_such(civcheck, ledger, tmp_path):
    seal = tmp_path / "x.seal.json"
    seal.write_bytes(a_seal(a_line(name="\x1b[31m红"), a_line(name="\u202egpj.exe")))
    done = civcheck("verify", seal, ledger)
    assert done.code == 1 and "\x1b" not in done.out and "\u202e" not in done.out


LARGE = 200_000


@pytest.mark.skipif(sys.platform != "linux", reason="memory as Linux tells it")
@pytest.mark.heavy
def test_a_large_seal_is_read_and_a_hostile_one_refused_in_bounded_memory(tmp_path):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(a_seal(*(a_line(name=f"{number:09}/{'长' * 20}") for number in range(LARGE))))
    with bad.open("wb") as stream:
        stream.write(a_seal(a_line())[: -len("]}\n")])
        for _ in range(100):
            stream.write(b"[]," * 1_000_000)
    code = (
        "import sys; from pathlib import Path; from civcheck.errors import UsageError;"
        "from civcheck.reading.sealfile import read_seal\n"
        "try: print(len(read_seal(Path(sys.argv[1])).seal.files))\n"
        "except UsageError as error: print(error.message.id)\n"
        # not ru_maxrss, which a child has from the process that started it
        "print(next(row.split()[1] for row in open('/proc/self/status') if row.startswith('VmHWM')))"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True, timeout=60
        ).stdout.split()
        for path in (good, bad)
    ]
    assert told[0][0] == str(LARGE) and told[1][0] == "error.seal-foreign"
    assert all(int(memory) < 512 * 1024 for _, memory in told), "KiB on Linux"


def test_nothing_of_a_seal_is_imported_by_a_plain_audit():
    code = (
        "import sys; sys.argv[1:] = ['audit', 'sample_ledger']; import civcheck.__main__ as m\n"
        "try: m.main()\nexcept SystemExit: pass\n"
        "print([each for each in sys.modules if 'seal' in each and 'messages' not in each or each == 'subprocess'])"
    )
    home = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=home, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[]"
