"""The English catalogue; what is not here yet is said in Chinese."""

TEXTS: dict[str, str] = {
    "list.separator": ", ",
    "meant": " (did you mean “{name}”?)",
    "none-listed": "(none)",
}
