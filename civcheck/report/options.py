"""What a report format is told beside the report: language, width, colour."""

from collections.abc import Mapping
from typing import NamedTuple

from civcheck.model.problem import NOTHING


class Options(NamedTuple):
    """How to render; ``width`` counts terminal cells, ``base`` is the ledger's folder in its repository, ``a/b/``.

    ``earlier`` has the same of the ledgers of earlier years, by the folder below which the report has their files,
    and of ledgers of other units that lie in the same repository.
    ``ledger`` is what a command that goes on with the audit names behind the rule, and ``pack`` the pack where one was
    chosen; both as a shell takes them.
    """

    lang: str = "zh"
    width: int = 80
    color: bool = False
    ledger: str = "台账文件夹"
    base: str = ""
    earlier: Mapping[str, str] = NOTHING
    pack: str = ""
