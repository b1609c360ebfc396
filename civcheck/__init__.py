"""Check a unit's ledger against a rule pack: ``from civcheck import audit``."""

from civcheck.version import __version__

TYPE_CHECKING = False  # as typing has it, without the cost of importing it: --version is answered from here
if TYPE_CHECKING:
    from civcheck.app.audit import audit

__all__ = ["__version__", "audit"]


def __getattr__(name: str) -> object:
    """Import the public functions when they are first asked for."""
    if name == "audit":
        from civcheck.app.audit import audit

        return audit
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
