"""Write the compiled form of the packs that come with civcheck; run it after any change to their YAML."""

from civcheck.reading.packcache import SHIPPED, sealed
from civcheck.reading.packsource import installed_packs
from civcheck.reading.rulepack import read_pack

for name, root in installed_packs().items():
    (root / SHIPPED).write_bytes(sealed(read_pack(name, cache=False)))
