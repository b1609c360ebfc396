"""What is said in English of the clerk's year: what falls due, what has just changed."""

YEAR: dict[str, str] = {
    "due.range": "Due in the next {days:day|days} (to {last}): {count}; on the day itself there is still time",
    "due.incomplete": "The ledger was not audited completely, so more may fall due: see civcheck audit first",
    "due.section": "{name}: {count}",
    "due.nobody": "nobody named under 分工",
    "due.line": "{day} ({days:day|days} left) {title}",
    "due.behind": "Behind pace: {count}; due later, but lagging already",
    "due.behind-line": "{rule} {title}: {have} of {need}, due {due}",
    "due.behind-whose": "{rule} {title} ({duty}): {have} of {need}, due {due}",
    "due.hint": "Which records count, and which nearly do: {command}",
    "due.note": (
        "This counts what the ledger has planned as held in time; “lacks” says what will be lacking on that day. "
        "Who is in charge stands under 分工 in unit.yaml."
    ),
    "due.calendar": "{unit} {year}: what falls due",
    "due.event": "Due: {title}",
    "watch.begin": "Watching this ledger: it is audited again when a file changes, and what has changed is told. Ctrl-C ends it.",
    "watch.same": "{at}: files have changed, no outcome has",
    "watch.again": "{at} {counters}",
    "watch.rule": "{change} {rule} {title}",
    "watch.came": "New: {said}",
    "watch.went": "Gone: {said}",
    "watch.end": "No longer watching.",
    "point.short": "Point {point}",
    "error.length-of-time": "“{value}” is no length of time: write days or weeks, for example --within 30d, --within 4w",
}
