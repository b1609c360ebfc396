"""Write docs/packs/ledger-hygiene.md from checks.yaml; run it after any change to that."""

from pathlib import Path

from civcheck.reading.hygienechecks import page, read_checks

PAGE = Path(__file__).resolve().parent.parent / "docs" / "packs" / "ledger-hygiene.md"

PAGE.parent.mkdir(parents=True, exist_ok=True)
PAGE.write_text(page(read_checks()), "utf-8")
