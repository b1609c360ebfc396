"""What a report format is told beside the report: language, width, colour."""

from typing import NamedTuple


class Options(NamedTuple):
    """How to render; ``width`` counts terminal cells, ``base`` is the ledger's folder in its repository, ``a/b/``."""

    lang: str = "zh"
    width: int = 80
    color: bool = False
    ledger: str = "台账文件夹"
    base: str = ""
