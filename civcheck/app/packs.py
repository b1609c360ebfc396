"""Looking into rule packs: the text of one rule as it stands in its file."""

from __future__ import annotations

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.texts import near, sanitize
from civcheck.reading.rulepack import find_pack, read_pack
from civcheck.reading.strict_yaml import parse_strict


def rule_text(rule_id: str, pack_name: str) -> str:
    """Give the YAML of a rule (or of all rules of a span), with the file it stands in.

    Raises:
        UsageError: there is no such rule.
    """
    pack = read_pack(pack_name)
    ids = pack.span_of(rule_id)
    if not ids:
        raise UsageError(msg("error.no-rule", rule=sanitize(rule_id), meant=near(rule_id, pack.by_id) or ""))
    shown = []
    for each in ids:
        file = pack.point_of[each].file
        text = (find_pack(pack_name) / file).read_text("utf-8-sig")
        index = [rule.id for rule in pack.point_of[each].rules].index(each)
        shown.append(f"# {file}\n{_item(text, index)}\n")
    return "\n".join(shown)


def _item(text: str, index: int) -> str:
    """Cut one item of a top-level list out of a file, from the line it begins on to that of the next."""
    parsed = parse_strict(text)
    first, after = parsed.places[index,][0], parsed.places.get((index + 1,), (None, 0))[0]
    return "\n".join(text.splitlines()[first - 1 : after - 1 if after else None]).rstrip()
