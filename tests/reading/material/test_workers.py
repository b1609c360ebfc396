"""Files are opened in children of their own: the killer has a flaw, all others come out, and nobody is left behind."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from civcheck.model.material import FileFacts
from civcheck.reading import limits
from civcheck.reading.material import child, workers
from civcheck.reading.material.factsjson import facts_of_json
from civcheck.reading.material.opening import LookFor, facts_of
from civcheck.reading.material.workers import ToOpen, open_all
from tests.shares import one_in

from .samples import docx_of, pdf_of

ROOT = str(Path(__file__).parents[3])
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc and signals")
KILLER = """
import os, signal, sys, time
sys.path.insert(0, sys.argv[1])
from civcheck.reading import limits
from civcheck.reading.material import child
limits.ATTACHMENT_SECONDS = 0.3
opened = child.facts_of
def killer(real, name, size, look_for):
    if "always" in name or (look_for.inside and name.endswith(".kill")):
        what = name.partition(".")[0]
        if what == "loop":
            while True:
                pass
        if what == "exit":
            os._exit(3)
        if what == "raise":
            raise ZeroDivisionError
        if what == "noise":
            sys.stdout.write("noise"); sys.stdout.flush()
        else:
            os.kill(os.getpid(), getattr(signal, what))
    return opened(real, name, size, look_for)
child.facts_of = killer
child.main()
"""
"""A child in which files do by their names what a file may do to a library: end it, or go round in circles."""


def files(folder: Path, *names: str, raw: bytes = b"text") -> list[ToOpen]:
    for name in names:
        (folder / name).write_bytes(raw)
    return [ToOpen(f"a/{name}", str(folder / name), len(raw)) for name in names]


def test_facts_are_those_of_opening_and_come_in_order(tmp_path: Path) -> None:
    listed = [
        *files(tmp_path, *(f"{number}.docx" for number in range(40)), raw=docx_of("三月五日清扫街道")),
        *files(tmp_path, "a.pdf", raw=pdf_of("Hello")),
        *files(tmp_path, "空.txt", raw=b""),
        ToOpen("none.jpg", str(tmp_path / "none.jpg"), 5),
        *files(tmp_path, "z\udcff.txt"),
    ]
    done: list[int] = []
    found = list(open_all(listed, 2, done.append))
    assert found == [
        (each.path, facts_of(each.real, each.path.rpartition("/")[2], each.size)) for each in listed
    ]
    assert done == list(range(1, len(listed) + 1))


def test_what_is_looked_for_is_passed_on(tmp_path: Path) -> None:
    ((_, facts),) = open_all(files(tmp_path, "a.txt"), look_for=LookFor(inside=False))
    assert (facts.sort, facts.characters) == ("text", None)


def test_nothing_to_open_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere")
    assert list(open_all([])) == []


@LINUX
@pytest.mark.parametrize(
    ("name", "flaw"),
    [
        pytest.param("SIGSEGV.kill", "broken", id="a crash"),
        pytest.param("SIGABRT.kill", "broken", id="an abort"),
        pytest.param("SIGKILL.kill", "too-large", id="ended by the system"),
        pytest.param("exit.kill", "broken", id="an exit"),
        pytest.param("raise.kill", "broken", id="an error nobody thought of"),
        pytest.param("loop.kill", "too-slow", id="a loop"),
        pytest.param("noise.kill", "", id="printing"),
    ],
)
@pytest.mark.parametrize("jobs", one_in(2, [2, 1]))
def test_a_killer_has_a_flaw_and_the_others_come_out(
    name: str, flaw: str, jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_PROGRAM", KILLER)
    monkeypatch.setattr(workers, "_FILES_A_CHILD", 1)
    listed = files(tmp_path, "1.txt", name, "2.txt", "3.txt")
    found = dict(open_all(listed, jobs))
    assert list(found) == [each.path for each in listed]
    assert {path: facts.flaw for path, facts in found.items() if facts.flaw} == (
        {f"a/{name}": flaw} if flaw else {}
    )
    assert all(facts.sha256 and facts.sort == "text" for facts in found.values())


@LINUX
def test_a_killer_that_is_one_at_any_look_is_told_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_PROGRAM", KILLER)
    listed = files(tmp_path, *(f"SIGSEGV.always{number}" for number in range(5)), "1.txt")
    found = dict(open_all(listed, 1))
    assert [facts.flaw for facts in found.values()] == ["broken"] * 5 + [""]
    assert found["a/SIGSEGV.always0"] == FileFacts(4, flaw="broken")


@LINUX
def test_a_file_that_never_answers_is_too_slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_WAIT", 0.2)
    waiting = (
        "import time; from civcheck.reading.material import child; facts_of = child.facts_of; "
        "child.facts_of = lambda real, *rest: time.sleep(60) if 'wait' in real else facts_of(real, *rest); main()"
    )
    monkeypatch.setattr(workers, "_PROGRAM", workers._PROGRAM.replace("main()", waiting))
    found = dict(open_all(files(tmp_path, "wait.jpg", "1.txt"), 1))
    assert found["a/wait.jpg"].flaw == "too-slow"
    assert found["a/1.txt"].flaw == ""


@pytest.mark.parametrize("program", ["raise SystemExit(1)", "print('something else')"])
def test_where_no_child_starts_nothing_is_said_of_the_files(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_PROGRAM", program)
    assert [facts for _, facts in open_all(files(tmp_path, "1.txt", "2.txt"))] == [
        FileFacts(4, flaw="unopened")
    ] * 2
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere"))
    assert [facts.flaw for _, facts in open_all(files(tmp_path, "1.txt"))] == ["unopened"]


def test_a_child_that_has_grown_too_large_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = (
        workers._PROGRAM.replace("main()", "").rstrip("; ")
        + "; from civcheck.reading.material import child; "
    )
    monkeypatch.setattr(workers, "_PROGRAM", small + "child._WANTED_BYTES = 0; child.main()")
    listed = files(tmp_path, *(f"{number}.txt" for number in range(5)))
    assert [facts.flaw for _, facts in open_all(listed, 1)] == [""] * 5


LARGE = """
import sys
sys.path.insert(0, sys.argv[1])
from civcheck.reading import limits
from civcheck.reading.material import workers
held = b"1" * (limits.CHILD_BYTES // 2 + (1 << 25))
started, *paths = sys.argv[2:]
workers._PROGRAM = f"open({started!r}, 'a').write('+'); " + workers._PROGRAM
files = [workers.ToOpen(path, path, 4) for path in paths]
print([facts.flaw for _, facts in workers.open_all(files, 1)])
"""


@LINUX
def test_what_its_parent_holds_makes_no_child_too_large(tmp_path: Path) -> None:
    paths = [each.real for each in files(tmp_path, *(f"{number}.txt" for number in range(4)))]
    started = tmp_path / "started"
    said = subprocess.check_output([sys.executable, "-c", LARGE, ROOT, str(started), *paths], text=True)
    assert said == "['', '', '', '']\n"
    assert started.read_text() == "+"


def living(of: int, field: int) -> set[int]:
    """List the processes whose field of /proc/*/stat behind the name is ``of``: 1 the parent, 2 the group."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[field]) == of and fields[0] != "Z":
            found.add(int(stat.parent.name))
    return found


@LINUX
def test_whoever_stops_taking_results_leaves_nobody_behind(tmp_path: Path) -> None:
    before = living(os.getpid(), 1)
    results = open_all(files(tmp_path, *(f"{number}.txt" for number in range(600))), 2)
    next(results)
    assert len(living(os.getpid(), 1) - before) in (1, 2), "the second may not have been needed yet"
    results.close()
    assert living(os.getpid(), 1) == before


ASKING = """
import sys
sys.path.insert(0, sys.argv[1])
from civcheck.reading.material.workers import ToOpen, open_all
listed = [ToOpen(str(n), sys.argv[2], 4) for n in range(200_000)]
for path, facts in open_all(listed, 2):
    if path == "0":
        print("started", flush=True)
"""


@LINUX
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupt_leaves_nobody_behind(ending: signal.Signals, tmp_path: Path) -> None:
    files(tmp_path, "1.txt")
    asking = subprocess.Popen(
        [sys.executable, "-c", ASKING, ROOT, str(tmp_path / "1.txt")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert asking.stdout is not None
    assert asking.stdout.readline() == b"started\n"
    if ending == signal.SIGINT:
        os.killpg(asking.pid, ending)  # as a terminal does
    else:
        asking.send_signal(ending)
    asking.communicate(timeout=20)
    assert asking.returncode in (-ending, 130)
    for _ in range(100):
        if not living(asking.pid, 2):
            return
        time.sleep(0.1)
    pytest.fail("a child is left")


@LINUX
def test_nothing_is_imported_from_the_folder_one_stands_in(tmp_path: Path) -> None:
    for name in ("json", "hashlib", "zipfile", "civcheck", "encodings"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')")
    files(tmp_path, "1.txt")
    asking = (
        "import sys; sys.path[0] = sys.argv[1]; from civcheck.reading.material.workers import *; "
        "print(next(open_all([ToOpen('1.txt', '1.txt', 4)]))[1].sort)"
    )
    called = [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, '')\n{asking}", ROOT]
    told = subprocess.run(called, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout == "text\n"
    assert not (tmp_path / "run").exists()


def test_much_work_gets_more_children_and_little_gets_one() -> None:
    def count(number: int, size: int, jobs: int = 8) -> int:
        return workers._count([ToOpen("a", "a", size)] * number, jobs)

    assert [count(1, 10), count(255, 10), count(512, 10), count(9_000, 10)] == [1, 1, 2, 8]
    assert [count(1, 60 * 2**20), count(2, 8 * 2**20), count(10, 4 * 2**20), count(10, 4 * 2**20, 2)] == [
        1,
        2,
        5,
        2,
    ]
    assert workers.usable_cores() >= 1


@pytest.mark.heavy
def test_tasks_with_long_paths_do_not_fill_the_pipe(tmp_path: Path) -> None:
    long = tmp_path / ("长" * 80) / ("路" * 80) / ("径" * 80)
    long.mkdir(parents=True)
    listed = files(long, *(f"{number}{'名' * 70}.txt" for number in range(200)))
    crew = workers._Crew(listed, 0, LookFor())
    crew._keepers = [None]  # type: ignore[list-item]
    taken = crew.take()
    assert 2 <= len(taken) < 16
    assert sum(len(json.dumps(task.file.real)) for task in taken) < 64 * 1024
    assert [facts.flaw for _, facts in open_all(listed, 1)] == [""] * 200


# --- the child by itself


def test_a_child_answers_line_by_line(tmp_path: Path) -> None:
    listed = files(tmp_path, "1.txt", "2.txt")
    asked = "".join(json.dumps([each.real, "1.txt", 4, True, True]) + "\n" for each in listed)
    answers = io.BytesIO()
    child.work(io.BytesIO(asked.encode()), answers)
    ready, *lines = answers.getvalue().splitlines(keepends=True)
    assert ready == child.READY
    answered = [facts_of_json(line) for line in lines if line != child.LEAVING]
    assert answered[:1] == [facts_of(listed[0].real, "1.txt", 4)]


@LINUX
@pytest.mark.parametrize(
    ("action", "ends"),
    [
        ("x = bytearray(2 << 30)", 1),
        ("x = bytearray(256 << 20)", 0),
        ("alarm.switch_on(); alarm.allow(0.2)\nwhile True: pass", -int(signal.SIGPROF)),
        ("alarm.switch_on(); alarm.allow(0.2); alarm.allow(0); sum(range(20_000_000))", 0),
    ],
)
def test_a_child_limits_itself(action: str, ends: int) -> None:
    program = f"from civcheck.reading.material import alarm, child; child.limit_memory(); {action}"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False, timeout=60
    )
    assert ran.returncode == ends


@LINUX
def test_a_lower_limit_is_left_as_it_is() -> None:
    program = (
        "import resource; from civcheck.reading.material import child;"
        f"resource.setrlimit(resource.RLIMIT_AS, ({limits.CHILD_BYTES // 2},) * 2); child.limit_memory();"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, timeout=60
    )
    assert int(ran.stdout) <= limits.CHILD_BYTES // 2
