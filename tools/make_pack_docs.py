"""Write docs/packs/ID.md, the page of a rule pack (default: of every pack that comes with civcheck)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # this tree, whatever is installed

from civcheck.app.explain import explain_pack
from civcheck.reading.rulepack import installed_packs
from civcheck.report.packpage import render_pack_page

PAGES = Path(__file__).parents[1] / "docs" / "packs"

if __name__ == "__main__":
    PAGES.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:] or installed_packs():
        pack, explanations = explain_pack(name)
        (PAGES / f"{pack.id}.md").write_bytes(render_pack_page(pack, explanations))
