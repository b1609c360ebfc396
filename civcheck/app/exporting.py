"""Exporting a ledger as tables that can be changed and imported again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from civcheck.language.pack import RulePack
from civcheck.model.table.export import Export, ExportColumn, ExportRow, ExportSheet
from civcheck.model.table.exported import Path, Speller, cells_of, columns_of, settled
from civcheck.model.terms import BASE_FIELDS
from civcheck.reading.written import WrittenLedger, WrittenRecord


def export_of(ledger: WrittenLedger, pack: RulePack, by_kind: bool, all_sheet: str) -> Export:
    """Lay the records of a ledger out in one sheet, or in one a kind."""
    speller = Speller(pack.terms)
    groups: dict[str, list[WrittenRecord]] = defaultdict(list)
    for each in ledger.records:
        groups[(each.kind or all_sheet) if by_kind else all_sheet].append(each)
    order = {name: number for number, name in enumerate(pack.terms.kinds)}
    names = sorted(groups, key=lambda name: order.get(name, len(order)))
    sheets = tuple(_sheet(name, groups[name], pack, speller, by_kind) for name in names)
    if not sheets:
        sheets = (_sheet(all_sheet, [], pack, speller, by_kind),)
    not_whole = tuple(
        f"{each.key}：{'.'.join(path)}"
        for each in ledger.records
        for path, text in cells_of(each.raw, speller).items()
        if settled(text) != text
    )
    return Export(ledger.unit.name, ledger.unit.year, sheets, not_whole, tuple(ledger.broken))


def _sheet(
    name: str, records: Sequence[WrittenRecord], pack: RulePack, speller: Speller, by_kind: bool
) -> ExportSheet:
    cells = [cells_of(each.raw, speller) for each in records]
    used = [path for each in cells for path in each]
    kinds = dict.fromkeys(each.kind for each in records if each.kind)
    columns = columns_of(kinds, pack.terms, used, every_field=by_kind)
    rows = tuple(
        ExportRow(settled(each.key), each.digest, tuple(settled(texts.get(path, "")) for path in columns))
        for each, texts in zip(records, cells, strict=True)
    )
    return ExportSheet(name, tuple(_column(path, tuple(kinds), pack) for path in columns), rows)


def _column(path: Path, kinds: Sequence[str], pack: RulePack) -> ExportColumn:
    terms = pack.terms
    if len(path) == 2:
        role = terms.roles.get(path[1]) if path[0] == "附件" else None
        return ExportColumn(path, role.about if role is not None else "", (), is_list=False)
    key = path[0]
    if key == "类型":
        return ExportColumn(path, "", tuple(terms.kinds), is_list=False)
    fields: Mapping[str, object] = terms.fields
    values: dict[str, None] = dict.fromkeys(terms.fields[key].values if key in fields else ())
    about = terms.fields[key].about if key in fields else ""
    kind_type = BASE_FIELDS[key][1] if key in BASE_FIELDS else ""
    for kind in kinds:
        term = terms.fields_of(kind).get(key)
        if term is not None:
            values |= dict.fromkeys(term.values)
            about, kind_type = about or term.about, term.type or "列表"
    if kind_type == "是否":
        return ExportColumn(path, about, ("是", "否"), is_list=False)
    return ExportColumn(path, about, tuple(values), kind_type == "列表")
