"""Every command speaks the language it is asked to speak, wherever the option stands, in what is wrong with it too."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from civcheck.cli.speaking import language_asked
from tests.report.ledgers import SAMPLE
from tests.report.wording import latin_sentences

HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
WRONG = (
    ("audit",),
    ("audit", "nowhere"),
    ("audit", SAMPLE, "--frob"),
    ("audit", SAMPLE, "--point", "x"),
    ("audit", SAMPLE, "--point", "99"),
    ("audit", SAMPLE, "--rule", "99"),
    ("audit", SAMPLE, "--format", "x"),
    ("audit", SAMPLE, "--as-of", "x"),
    ("audit", SAMPLE, "--output", "x"),
    ("audit", SAMPLE, "--output", "json=nowhere/x.json"),
    ("audit", SAMPLE, "--judgements", "nowhere"),
    ("audit", SAMPLE, "--update-baseline"),
    ("explain",),
    ("explain", "99"),
    ("explain", "2.7", "--as-of", "x"),
    ("report",),
    ("report", "nowhere.json"),
    ("compare", "a"),
    ("compare", "a", "b"),
    ("compare", "a", "b", "--format", "x"),
    ("config", "--frob"),
    ("import",),
    ("import", "nowhere", "--to", SAMPLE),
    ("export",),
    ("export", SAMPLE),
    ("schema", "--rules", "nowhere"),
    ("schema", "x"),
    ("frob",),
    ("rules", "frob"),
    ("rules", "list", "nowhere"),
    ("rules", "new"),
    ("rules", "new", "x", "nowhere"),
    ("rules", "new", "x", "nowhere", "--year", "x"),
    ("rules", "new", "x-1", "nowhere", "--year", "2017"),
    ("rules", "show"),
    ("rules", "show", "99"),
    ("rules", "trace", "nowhere"),
    ("rules", "docs", "nowhere"),
    ("rules", "lint", "nowhere"),
    ("rules", "test", "nowhere"),
    ("rules", "diff"),
    ("rules", "diff", "hubei-2017"),
    ("rules", "diff", "hubei-2017", "nowhere"),
    ("rules", "impact", "hubei-2017"),
    ("rules", "impact", "nowhere", SAMPLE),
    ("rules", "resolve", "nowhere"),
    ("rules", "lock", "nowhere"),
)
RIGHT = (
    (("explain", "6.3"), "Asks for"),
    (("explain", "6.3", SAMPLE, "--as-of", "2018-06-30"), "Not seen"),
    (("config",), "No settings file"),
    (("rules", "list"), "[mandatory]"),
    (("rules", "trace"), "52 sentences: 41 covered"),
    (("rules", "lint"), "90 rules, no mistakes"),
    (("rules", "docs"), "How to read this"),
    (("rules", "diff", "hubei-2017", "hubei-2017"), "The two rule packs are the same."),
    (("rules", "impact", "hubei-2017", SAMPLE, "--as-of", "2018-06-30"), "0 change, 90 stay"),
    (("rules", "test", "ledger-hygiene"), "all came out as written"),
)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CIVCHECK_LANG", raising=False)


@pytest.mark.parametrize(
    "arguments", WRONG, ids=lambda each: " ".join(map(str, each)).replace(str(SAMPLE), "…")
)
def test_what_is_wrong_with_a_command_line_is_said_in_the_language_asked_for(civcheck, arguments):
    chinese, english = civcheck(*arguments), civcheck(*arguments, "--lang", "en")
    assert chinese.code == english.code != 0
    assert HAN.search(chinese.err) and latin_sentences(chinese.err) == []
    assert english.err.startswith("Error: ") and not HAN.search(english.err.replace(str(SAMPLE), ""))


@pytest.mark.parametrize(
    ("arguments", "piece"), RIGHT, ids=lambda each: None if isinstance(each, str) else each[0]
)
def test_every_command_that_says_something_says_it_in_english_too(civcheck, arguments, piece):
    chinese, english = civcheck(*arguments), civcheck(*arguments, "--lang", "en")
    assert chinese.code == english.code
    assert piece in english.out and piece not in chinese.out


def test_an_option_without_its_value_is_told_in_english_too(civcheck):
    done = civcheck("audit", "--lang", "en", SAMPLE, "--as-of")
    assert done.err.startswith("Error: the value of the option --as-of is wrong or missing.")


def test_the_environment_says_the_language_where_no_option_does(civcheck, monkeypatch):
    monkeypatch.setenv("CIVCHECK_LANG", "en")
    assert "Asks for" in civcheck("explain", "6.3").out
    assert civcheck("explain", "99").err.startswith("Error: ")
    assert "要什么" in civcheck("explain", "6.3", "--lang", "zh").out


@pytest.mark.parametrize(
    "command", [("explain", "6.3"), ("rules", "list"), ("config",), ("audit", SAMPLE)], ids=str
)
def test_a_language_that_there_is_not_is_told(civcheck, command):
    done = civcheck(*command, "--lang", "fr")
    assert (done.code, done.err.strip()) == (2, "错误：没有语言“fr”。可以写：zh、en")


@pytest.mark.parametrize(
    ("arguments", "environment", "lang"),
    [
        pytest.param([], {}, "zh", id="nothing"),
        pytest.param(["audit", "x", "--lang", "en"], {}, "en", id="at the end"),
        pytest.param(["--lang=en", "audit"], {}, "en", id="in one word, at the front"),
        pytest.param(["--lang", "en", "--lang", "zh"], {}, "zh", id="the last one holds"),
        pytest.param(["--lang"], {}, "zh", id="without a value"),
        pytest.param(["--lang", "fr"], {"CIVCHECK_LANG": "en"}, "zh", id="none that there is"),
        pytest.param(["audit"], {"CIVCHECK_LANG": "en"}, "en", id="the environment"),
        pytest.param(["--lang", "zh"], {"CIVCHECK_LANG": "en"}, "zh", id="the option before the environment"),
    ],
)
def test_the_language_is_found_before_the_command_line_is_understood(arguments, environment, lang):
    assert language_asked(arguments, environment) == lang


def test_the_plainest_audit_says_its_errors_in_english_too():
    done = subprocess.run(
        [sys.executable, "-m", "civcheck", "audit", "nowhere", "--lang", "en"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr[:7]) == (2, "Error: ")
