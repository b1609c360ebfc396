"""What is said in English of a binder: what is in it and where, what is missing, what is left out and why."""

BINDER: dict[str, str] = {
    "binder.folder.own": "00-contents and reports",
    "binder.folder.other": "under no point",
    "binder.file.contents-xlsx": "contents.xlsx",
    "binder.file.contents-docx": "contents.docx",
    "binder.file.missing": "missing.docx",
    "binder.file.report-docx": "self-check report.docx",
    "binder.file.report-html": "audit report.html",
    "binder.file.seal": "binder.seal.json",
    "binder.sheet.contents": "contents",
    "binder.sheet.files": "files",
    "binder.sheet.by-rule": "By rule",
    "binder.sheet.missing": "missing",
    "binder.sheet.left-out": "left out",
    "binder.column.copies": "files",
    "binder.column.place": "place",
    "binder.column.folder": "folder",
    "binder.column.source": "file in the ledger",
    "binder.column.why": "why",
    "binder.title": "Inspection binder {year}: contents",
    "binder.missing-title": "Inspection binder {year}: what is missing",
    "binder.see": "see point {point}, number {number}",
    "binder.also": "also answers points {points}",
    "binder.ahead": "planned, after the as-of date",
    "binder.sensitive": "about people who are specially protected",
    "binder.masked": "numbers masked",
    "binder.unseen": "content not looked at",
    "binder.record-file": "record",
    "binder.empty": "No record that answers this point is seen in the ledger.",
    "binder.none-left-out": "None.",
    "binder.nothing-missing": "Nothing is missing.",
    "binder.not-applicable": "Does not concern the unit.",
    "binder.why.personal": "taken out: it has {found}",
    "binder.why.unreadable": "cannot be read, left out",
    "binder.why.unmasked": "of unknown encoding, so its numbers cannot be masked; left out",
    "binder.why.unread": "a record in this file was not read, see the input problems",
    "binder.why.loose": "no record names it, or it could not be used as named",
    "binder.note.order": (
        "In the order of the points, and within a point by day. A record that answers several points stands once, and is "
        "referred to from the others. A file that several records share is there once."
    ),
    "binder.note.bytes": (
        "Material is copied from the ledger as it is. In names, signs that systems refuse are full-width and what is too "
        "long is cut; the names in the ledger stand in the sheet “files” of the workbook."
    ),
    "binder.note.missing": "What is missing is listed as the audit found it; nothing stands in its place.",
    "binder.note.incomplete": "The audit is not complete, so more may be missing: {what}",
    "binder.note.no-personal": "No personal number was seen in the records, names and attachments that could be looked into.",
    "binder.note.allowed": "Personal data in {count:place|places} of the material is left as it is, nothing masked.",
    "binder.note.redacted": (
        "Personal numbers: masked in the copies of {masked:record file|record files} and in names, "
        "{taken:attachment|attachments} taken out; the ledger itself is untouched."
    ),
    "binder.note.unseen": (
        "The content of {count:file|files} was not looked at (format, encryption or size); a person has to see whether "
        "there is personal data."
    ),
    "binder.note.sensitive": (
        "{count:record|records} about people who are specially protected ({laws}): names and lives are not recognised, a "
        "person has to read them before the binder is handed over."
    ),
    "binder.note.pictures": "What is written in photos and scans was not read, and names are not looked for.",
    "binder.plan": "Inspection binder of {unit} for {year} (as of {day}), to be written to {path}",
    "binder.sum": "{records:record|records}, {files:file|files}, {size}",
    "binder.point": "{records:record|records}, {files:file|files}",
    "binder.point-none": "no record seen",
    "binder.point-other": "does not concern the unit",
    "binder.point-also": "{said}; {count} more under other points",
    "binder.missing": "What is missing: {gaps:gap|gaps}, {open} open; listed, never filled in.",
    "binder.left-out": "Left out ({count}):",
    "binder.loose": "{count:file|files} that no record names, or that could not be used as named, will not be in it; the contents list them.",
    "binder.with-seal": "A seal goes with it, to tell later whether anything changed.",
    "binder.no-seal": "No seal goes with it.",
    "binder.written": "Written: {path} ({files:file|files}, {size}, beside contents and reports)",
    "binder.start-here": "Begin with “{file}” in “{folder}”.",
    "binder.verify": "To see whether anything changed: civcheck verify {seal} and this folder (unpack a zip first).",
    "binder.dry": "Only looked at, nothing written.",
    "binder.stopped": (
        "A binder is handed to others, and the personal data above would be in it, so nothing was written. You can use:"
    ),
    "binder.way.redact": (
        "--redact: mask numbers in records and names, take out attachments that have any and list them; the ledger stays as it is"
    ),
    "binder.way.allow": "--allow-personal-data: whoever gets it may see it, and it goes in as it is",
    "binder.way.mend": "or take it out of the ledger first, keep the original elsewhere, and make the binder again",
    "error.binder-inside": "a binder cannot lie in the ledger, nor the ledger in it: {path}",
    "error.binder-no-parent": "there is no folder to put it in: {path}",
    "error.binder-exists": "it is there already and is not written over: {path}. Choose another name, or move it away first",
    "error.binder-full": "the folder is not empty and is not written into: {path}. Choose another name, or empty it first",
    "error.binder-failed": "the binder cannot be written: {path} ({reason}); nothing is left behind",
    "error.binder-changing": (
        "“{path}” was changed meanwhile, so nothing was written. Close what is changing it and make the binder again"
    ),
    "error.binder-both": "take one of --redact and --allow-personal-data",
    "progress.copying": "{count:file|files} copied",
}
