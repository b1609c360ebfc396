"""What ``civcheck rules`` prints: lists, the traced document, the run of a pack's tests."""

from __future__ import annotations

from typing import Any

from civcheck.language.pack import RulePack
from civcheck.model.outcome import Obligation
from civcheck.report.layout import hang, wrap
from civcheck.report.options import Options
from civcheck.report.words import Words


def render_list(pack: RulePack, packs: tuple[str, ...], options: Options) -> bytes:
    """List a pack's rules, point by point, with their force."""
    words = Words(options.lang)
    rows = wrap(words("packs.installed", names=packs), options.width)
    head = pack.head
    rows += wrap(
        words(
            "packs.head",
            pack=head.id,
            version=head.version,
            title=head.title,
            count=str(len(list(pack.judged()))),
        ),
        options.width,
    )
    for point in pack.points:
        rows += ["", words("point.title", point=str(point.number), title=point.title)]
        for rule in point.rules:
            force = words(f"obligation.{Obligation(rule.obligation).code}")
            said = words("packs.heading", rules=rule.answered_by) if rule.is_heading else ""
            rows += hang(
                f" {rule.id}",
                words("said.force-first", force=force, title=rule.title) + said,
                options.width,
                9,
            )
    return ("\n".join(rows) + "\n").encode()


def render_trace(sentences: tuple[Any, ...], options: Options) -> bytes:
    """Show every sentence with the rules that answer it, or why it asks for nothing, or what is uncovered."""
    words = Words(options.lang)
    rows: list[str] = []
    for each in sentences:
        status = words(f"trace.{each.coverage.value}")
        rows += hang(f"{each.line:>3} {status}", each.text, options.width, 12)
        if each.rules:
            rows += hang("", words("trace.rules", rules=" ".join(each.rules)), options.width, 12)
        for name, because in each.declared:
            rows += hang("", words("trace.because", name=name, because=because), options.width, 12)
        for text in each.uncovered:
            rows += hang("", words("trace.missing", text=text), options.width, 12)
    counts = {
        name: sum(each.coverage.value == name for each in sentences)
        for name in ("covered", "declared", "metadata", "uncovered")
    }
    rows += [
        "",
        words(
            "trace.summary", total=str(len(sentences)), **{name: str(count) for name, count in counts.items()}
        ),
    ]
    return ("\n".join(rows) + "\n").encode()


def render_lint(pack: RulePack, lang: str = "zh") -> bytes:
    """Say that nothing is wrong with a pack, and what it is."""
    rules = str(len(list(pack.judged())))
    good = Words(lang)(
        "packs.good", pack=pack.id, version=pack.head.version, rules=rules, digest=pack.digest[:16]
    )
    return f"{good}\n".encode()


def render_test_run(run: Any, hygiene: bool = False, lang: str = "zh") -> bytes:
    """List what is wrong with the files, then what did not come out, then which cases are missing, then the counts.

    ``hygiene``: the run is that of the hygiene checks.
    """
    words = Words(lang)
    rows = []
    for problem in run.problems:
        rows.append(f"{problem.place}: {words.say(problem.what)}")
        for label, text in (("label.why", problem.why), ("label.fix", problem.cure)):
            rows.append("   " + words("said.of", name=words(label), said=words.say(text)))
    rows += [
        f"{failure.place}: {failure.rule}: {words.say(failure.text)}"
        for failure in (*run.failures, *run.lacks)
    ]
    counts = {name: str(getattr(run, name)) for name in ("cases", "reasons", "mutations")}
    of_what = words("packtest.hygiene") if hygiene else ""
    if run.good:
        rows.append(of_what + words("packtest.summary.good", **counts))
    else:
        wrong = {"problems": len(run.problems), "failures": len(run.failures), "lacking": run.lacking}
        told = [words(f"packtest.{name}", count=str(count)) for name, count in wrong.items() if count]
        rows.append(of_what + words("packtest.summary", wrong=words.joined("clauses", told), **counts))
    return ("\n".join(rows) + "\n").encode()
