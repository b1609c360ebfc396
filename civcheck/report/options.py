"""What a report format is told beside the report: language, width, colour."""

from typing import NamedTuple


class Options(NamedTuple):
    """How to render; ``width`` counts terminal cells, ``base`` is the ledger's folder in its repository, ``a/b/``.

    ``ledger`` is what a command that goes on with the audit names behind the rule, and ``pack`` the pack where one was
    chosen; both as a shell takes them.
    """

    lang: str = "zh"
    width: int = 80
    color: bool = False
    ledger: str = "台账文件夹"
    base: str = ""
    pack: str = ""
