"""civcheck as a process of its own: encodings, pipes, colours, environment, the public function."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import civcheck as package
from civcheck.cli.plain import plain_audit
from tests.report import ledgers
from tests.report.ledgers import SAMPLE

AS_OF = ("--as-of", "2018-06-30")


def start(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "civcheck", *map(str, arguments)]
    left_out = ("NO_COLOR", "FORCE_COLOR", "COLUMNS")
    kept = {key: value for key, value in os.environ.items() if key not in left_out}
    return subprocess.run(command, capture_output=True, env={**kept, **environment}, timeout=60, check=False)


def test_the_version_is_told_without_importing_anything_heavy():
    run = start("--version")
    assert run.stdout.decode() == f"civcheck {package.__version__}\n"
    code = (
        "import sys; sys.argv[1:] = ['--version']; import civcheck.__main__ as m; m.main();"
        "print('pydantic' in sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert loaded.stdout.split()[-1] == b"False"


PLAIN = [
    ("audit", SAMPLE, *AS_OF),
    ("audit", SAMPLE, *AS_OF, "--format", "json"),
    ("audit", SAMPLE, *AS_OF, "--fail-on", "强制", "--format", "lines", "--rules", "hubei-2017"),
    ("audit", SAMPLE, *AS_OF, "--exit-zero", "--no-judgements", "--format", "lines"),
    ("audit", SAMPLE, "--no-hygiene", "--no-cache", *AS_OF, "--evidence", "--hash", "--format", "json"),
    ("audit", SAMPLE, "--as-of", "昨天"),
    ("audit", SAMPLE, "--format", "没有这种"),
    ("audit", SAMPLE, "--lang", "fr"),
    ("audit", SAMPLE, "--fail-on", "都算"),
    ("audit", SAMPLE, "--rules", "hubei-2071"),
    ("audit", "没有这个文件夹"),
]


def test_a_plain_audit_says_what_typer_would_have_it_say(civcheck):
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda arguments: start(*arguments, XDG_CACHE_HOME=cache()), PLAIN))
    for arguments, run in zip(PLAIN, runs, strict=True):
        assert plain_audit([str(each) for each in arguments]) is not None
        through_typer = civcheck(*arguments)
        assert (run.returncode, run.stdout.decode(), run.stderr.decode()) == through_typer, arguments


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("audit",),
        ("rules", "list"),
        ("audit", "--help"),
        ("audit", "台账", "--help"),
        ("audit", "台账", "--as-of"),
        ("audit", "--evidence", "台账"),
        ("audit", "台账", "--evidence", "另一个"),
        ("audit", "台账", "--evidence", "--evidence"),
        ("audit", "台账", "--evidence=是"),
        ("audit", "台账", "--git"),
        ("audit", "台账", "--ledger", "另一个"),
        ("audit", "台账", "--as-of", "--exit-zero"),
        ("audit", "台账", "--as-of", "2017-01-01", "--as-of", "2018-01-01"),
        ("audit", "台账", "--as-of=2017-01-01"),
        ("audit", "台账", "--point", "3"),
        ("audit", "台账", "--output", "json=a.json"),
        ("audit", "--", "台账"),
        ("audit", "台账", "另一个"),
        ("audit", ""),
    ],
    ids=" ".join,
)
def test_what_is_not_plain_is_left_to_typer(arguments):
    assert plain_audit(arguments) is None


def test_completion_is_left_to_typer(monkeypatch):
    monkeypatch.setenv("_CIVCHECK_COMPLETE", "complete_bash")
    assert plain_audit(["audit", "台账"]) is None


def test_a_plain_audit_of_a_compiled_pack_imports_nothing_heavy():
    start("audit", SAMPLE, *AS_OF, XDG_CACHE_HOME=cache())
    code = (
        "import sys, atexit, civcheck.__main__ as m\n"
        "heavy = {'typer', 'pydantic', 'pydantic_core', 'rich.console', 'civcheck.language.written'}\n"
        "atexit.register(lambda: print(sorted(heavy & set(sys.modules)), file=sys.stderr))\n"
        f"sys.argv[1:] = ['audit', {str(SAMPLE)!r}]; m.main()"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": cache()}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=environment, check=False, timeout=60
    )
    assert run.stderr.decode().strip() == "[]"


def cache() -> str:
    return os.environ["XDG_CACHE_HOME"]


def test_the_exit_code_reaches_the_shell():
    with ThreadPoolExecutor(2) as pool:
        runs = pool.map(lambda rule: start("audit", SAMPLE, *AS_OF, "--rule", rule), ("2.2", "2.7", "0.0"))
    assert [run.returncode for run in runs] == [0, 1, 2]


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-16"])
def test_a_console_of_another_encoding_gets_what_it_can_show(tmp_path, encoding):
    run = start("audit", ledgers.hostile(tmp_path), *AS_OF, PYTHONIOENCODING=encoding)
    assert run.returncode == 3
    assert b"Traceback" not in run.stderr
    text = run.stdout.decode(encoding)
    assert ("基准日" if encoding != "ascii" else "2018-06-30") in text


def test_a_gbk_console_also_gets_errors():
    run = start("audit", "/没有", PYTHONIOENCODING="gbk")
    assert run.returncode == 2
    assert "没有这个文件夹" in run.stderr.decode("gbk")


def test_a_closed_pipe_ends_silently():
    command = (
        f"{sys.executable} -m civcheck audit {SAMPLE} --as-of 2018-06-30 --format json | head -c 100 | wc -c"
    )
    run = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, check=False)
    assert run.stdout.strip() == b"100"
    assert run.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "arguments", [("audit", SAMPLE), ("audit", SAMPLE, "--exit-zero"), ("rules", "list")]
)
def test_a_full_disk_behind_standard_output_is_no_bug(arguments):
    command = [sys.executable, "-m", "civcheck", *map(str, arguments)]
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert (run.returncode, run.stderr.decode()) == (2, "错误：报告没有写到标准输出：磁盘满了\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_version_that_cannot_be_told_ends_with_2():
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "civcheck", "--version"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (run.returncode, run.stderr) == (2, b"")


def test_a_locale_that_cannot_say_the_names_of_files_is_told_and_how_to_change_it():
    run = start("audit", SAMPLE, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert run.returncode == 2
    assert run.stderr.endswith(b"set LANG=C.UTF-8 or PYTHONUTF8=1\n")


@pytest.mark.parametrize("arguments", [("audit", SAMPLE), ("audit", SAMPLE, "--exit-zero")])
def test_a_report_for_which_nobody_is_there_is_not_delivered(arguments):
    shell = ["bash", "-c", '"$@" >&-', "-", sys.executable, "-m", "civcheck", *map(str, arguments)]
    run = subprocess.run(shell, stderr=subprocess.PIPE, timeout=60, check=False)
    assert (run.returncode, run.stderr.decode()) == (2, "错误：报告没有写到标准输出：它是关着的\n")


def test_errors_for_which_nobody_is_there_keep_their_code():
    shell = ["bash", "-c", '"$@" 2>&-', "-", sys.executable, "-m", "civcheck", "audit", "没有"]
    assert subprocess.run(shell, timeout=60, check=False).returncode == 2


def test_a_name_longer_than_any_can_be_is_no_folder():
    run = start("audit", "x" * 300)
    assert run.returncode == 2
    assert "没有这个文件夹" in run.stderr.decode()


def test_colour_follows_the_environment():
    jobs = [{}, {"FORCE_COLOR": "1"}, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, {"NO_COLOR": "1"}]
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda job: start("audit", SAMPLE, *AS_OF, "--rule", "2.7", **job), jobs))
    assert [b"\x1b[" in run.stdout for run in runs] == [False, True, True, False]


def test_the_width_follows_the_environment_within_bounds():
    with ThreadPoolExecutor(2) as pool:
        jobs = ["60", "200"]
        runs = list(
            pool.map(lambda width: start("audit", SAMPLE, *AS_OF, "--rule", "2.7", COLUMNS=width), jobs)
        )
    from civcheck.report.layout import width_of

    # a command stays whole, so that it can be pasted
    shown = [[line for line in run.stdout.decode().splitlines() if "civcheck e" not in line] for run in runs]
    widths = [max(map(width_of, lines)) for lines in shown]
    assert widths == [60, 120]


def test_ctrl_c_ends_with_130():
    code = (
        "import os, signal, sys\n"
        "from civcheck.cli import auditing, main\n"
        "auditing.today = lambda: os.kill(os.getpid(), signal.SIGINT)\n"
        f"main.run(['audit', {str(SAMPLE)!r}])\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert run.returncode == 130
    assert run.stdout == b"" and "已中断" in run.stderr.decode() and b"Traceback" not in run.stderr


@pytest.mark.parametrize("module", ["civcheck.cli.plain", "civcheck.cli.auditing", "civcheck.app.audit"])
def test_ctrl_c_while_something_is_imported_ends_with_130(module):
    code = (
        "import sys, civcheck.__main__ as m\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == {module!r}: raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        f"sys.argv[1:] = ['audit', {str(SAMPLE)!r}]; m.main()\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert (run.returncode, b"Traceback" in run.stderr) == (130, False)


def test_the_same_ledger_gives_the_same_bytes_whatever_the_environment():
    jobs = [
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"},
        {
            "PYTHONHASHSEED": "4242",
            "TZ": "America/Los_Angeles",
            "LC_ALL": "POSIX",
            "PYTHONIOENCODING": "utf-8",
        },
    ]
    with ThreadPoolExecutor(2) as pool:
        runs = list(
            pool.map(lambda job: start("audit", SAMPLE, *AS_OF, "--format", "json", **job).stdout, jobs)
        )
    assert runs[0] and len(set(runs)) == 1


@pytest.mark.heavy
def test_the_public_function_works_and_is_typed(tmp_path):
    from civcheck import audit

    report = audit(SAMPLE, only=["2.7"])
    assert [(each.rule, each.outcome.value) for each in report.findings] == [("2.7", "gap")]
    assert report.provenance.as_of.isoformat() == "2018-06-30"
    assert (Path(package.__file__).parent / "py.typed").is_file()
    used = tmp_path / "use.py"
    lines = (
        "from civcheck import audit",
        "",
        "report = audit('x')",
        "reveal_type(report)",
        "audit('x', points='a')",
    )
    used.write_text("\n".join(lines))
    pytest.importorskip("mypy")
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", str(used)]
    run = subprocess.run(command, capture_output=True, timeout=120, check=False, text=True)
    assert "civcheck.model.report.Report" in run.stdout and "use.py:3" not in run.stdout
    assert "use.py:5: error" in run.stdout


def test_an_unknown_name_of_the_package_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing"):
        package.nothing  # noqa: B018
