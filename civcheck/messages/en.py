"""The English catalogue; what is not here yet is said in Chinese."""

from civcheck.messages.en_office import OFFICE

TEXTS: dict[str, str] = {
    "list.separator": ", ",
    "meant": " (did you mean “{name}”?)",
    "none-listed": "(none)",
}
TEXTS |= OFFICE
