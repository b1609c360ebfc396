"""Write what an audit reads instead of the YAML that comes with civcheck; run it after any change to that.

These are the compiled form of each pack and the constants of the hygiene checks.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # this tree, whatever is installed

from civcheck.reading.hygienechecks import constants, read_checks
from civcheck.reading.packcache import SHIPPED, sealed
from civcheck.reading.packsource import installed_packs
from civcheck.reading.rulepack import read_pack

CONSTANTS = Path(__file__).resolve().parent.parent / "civcheck" / "model" / "hygiene_checks.py"

CONSTANTS.write_text(constants(read_checks()), "utf-8")
for name, root in installed_packs().items():
    (root / SHIPPED).write_bytes(sealed(read_pack(name, cache=False)))
