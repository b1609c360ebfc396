"""A seal is whole or absent, whenever sealing is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from civcheck.reading.sealfile import read_seal
from tests.ledgers import RECORD, write_ledger
from tests.shares import one_in

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals")
SLOWLY = """
import sys, time, os, tempfile
from pathlib import Path
real = os.fdopen
def slow(*arguments, **more):
    print("writing", flush=True)
    stream = real(*arguments, **more)
    write = stream.write
    class Slow:
        def __enter__(self): stream.__enter__(); return self
        def __exit__(self, *rest): return stream.__exit__(*rest)
        def write(self, raw):
            for start in range(0, len(raw), 5_000):
                write(raw[start:start + 5_000]); stream.flush(); time.sleep(0.02)
    return Slow()
if __name__ == "__main__":
    from civcheck.cli import console
    console.os.fdopen = slow
    from civcheck.cli.main import run
    run(["seal", sys.argv[1]])
"""


@pytest.fixture
def many(tmp_path):
    files = {f"{number:04}.txt": str(number) for number in range(2_000)}
    return write_ledger(tmp_path / "某局", {"记录.yaml": RECORD, **files})


@pytest.mark.parametrize("after", one_in(2, [0.1, 0.4, 0.7, 1.0]))
def test_killed_while_it_works_it_leaves_no_half_seal(many, after):
    seal = many.with_name("某局.seal.json")
    command = [sys.executable, "-m", "civcheck", "seal", str(many)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        time.sleep(after)
        run.send_signal(signal.SIGKILL)
    assert not seal.exists() or len(read_seal(seal).seal.files) == 2_002


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("after", one_in(2, [0.1, 0.0, 0.3]))
def test_killed_while_it_writes_it_leaves_no_half_seal(many, after, sent):
    seal = many.with_name("某局.seal.json")
    with subprocess.Popen(
        [sys.executable, "-c", SLOWLY, str(many)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as run:
        assert run.stdout is not None and run.stdout.readline() == b"writing\n"
        time.sleep(after)
        run.send_signal(sent)
    assert not seal.exists()
    if sent is signal.SIGINT:
        assert run.returncode == 130 and [each.name for each in many.parent.iterdir()] == ["某局"]
