"""Looking into rule packs: the text of one rule as it stands in its file, with every patch that lies upon it."""

from __future__ import annotations

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.texts import near, sanitize
from civcheck.reading.packlayers import Written
from civcheck.reading.packsource import find_pack
from civcheck.reading.rawpacks import raw_pack
from civcheck.reading.rulepack import read_pack


def rule_text(rule_id: str, pack_name: str) -> str:
    """Give the YAML of a rule (or of all rules of a span), with the file it stands in, patches last.

    Raises:
        UsageError: there is no such rule.
    """
    pack = read_pack(pack_name)
    ids = pack.span_of(rule_id)
    if not ids:
        raise UsageError(msg("error.no-rule", rule=sanitize(rule_id), meant=near(rule_id, pack.by_id) or ""))
    raw = raw_pack(find_pack(pack_name))
    found = (raw.rule(each) for each in ids)
    layers = [layer for known in found if known is not None for layer in known[2].layers]
    return "\n".join(f"# {_file(layer, pack.id)}\n{_item(layer)}\n" for layer in layers)


def _file(layer: Written, pack_id: str) -> str:
    return layer.file if layer.pack == pack_id else f"{layer.pack}/{layer.file}"


def _item(layer: Written) -> str:
    """Cut one item of a top-level list out of a file, from the line it begins on to that of the next."""
    index, places = layer.path[0], layer.parsed.places
    after = places.get((int(index) + 1,), (None, 0))[0]
    lines = layer.parsed.text.splitlines()[places[layer.path][0] - 1 : after - 1 if after else None]
    return "\n".join(lines).rstrip()
