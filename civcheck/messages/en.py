"""The English catalogue; what is not here yet is said in Chinese."""

TEXTS: dict[str, str] = {
    "list.separator": ", ",
    "meant": " (did you mean “{name}”?)",
    "none-listed": "(none)",
    "sarif.root": "the ledger's folder, or the repository it lies in",
    "sarif.tag": "point {point}",
    "sarif.problem": "input problem ({code})",
    "sarif.notice": "notice ({code})",
    "sarif.also": "the other place",
    "junit.complete": "is the audit complete",
    "markdown.title": "Gap report: {unit}",
    "markdown.more": "… {count} more gaps do not fit here",
    "column.rule": "Rule",
    "column.force": "Obligation",
    "column.lacks": "What is missing",
    "column.cure": "How to close it",
    "github.more": "{count} more are not listed one by one: see the summary of this step or a report in another format",
}
