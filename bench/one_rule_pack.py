"""Cut a rule pack down to one rule, to tell what loading all the others costs."""

import re
import shutil
from pathlib import Path

RULE = "2.7"
POINT_FILE = re.compile(r"\d\d.*\.ya?ml")
RULE_START = re.compile(r"""^- id: *["']?([\w.]+)["']? *(#.*)?$""")


def cut_pack(pack: Path, target: Path, rule: str = RULE) -> Path:
    """Copy a pack without its tests and with one rule only; return where the copy stands.

    Raises:
        LookupError: No point file of the pack holds the rule.

    """
    kept = {file.name: only_rule(file.read_text("utf-8"), rule) for file in _point_files(pack)}
    if not any(kept.values()):
        raise LookupError(f'no rule "{rule}" in the point files of {pack.name}')
    shutil.copytree(pack, target, ignore=shutil.ignore_patterns("tests"))
    for name, text in kept.items():
        if text:
            (target / name).write_text(text, "utf-8")
        else:
            (target / name).unlink()
    return target


def only_rule(text: str, rule: str) -> str:
    """Return the lines of one rule of a point file, character by character; empty if it is not there."""
    kept: list[str] = []
    inside = False
    for line in text.splitlines(keepends=True):
        if line.startswith("- "):
            start = RULE_START.match(line.rstrip())
            inside = start is not None and start[1] == rule
        if inside:
            kept.append(line)
    return "".join(kept)


def _point_files(pack: Path) -> list[Path]:
    """List the files that hold a pack's rules, one a point."""
    return [file for file in sorted(pack.iterdir()) if POINT_FILE.fullmatch(file.name)]
