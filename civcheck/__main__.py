"""The entry point: ``--version`` is answered before anything heavy is imported; a bug ends in one short message."""

from __future__ import annotations

import sys


def main() -> None:
    """Run civcheck with the arguments of the command line."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from civcheck.version import __version__

        sys.stdout.write(f"civcheck {__version__}\n")
        return
    import gc
    import os

    # pydantic would look through every installed distribution for plugins, and run what it finds
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # a run is short and makes almost no cycles: collecting while records are read costs a third of the time
    gc.disable()
    from civcheck.cli.plain import plain_audit

    if (plain := plain_audit(sys.argv[1:])) is not None:
        from pathlib import Path

        from civcheck.cli.auditing import audit_and_report
        from civcheck.cli.ending import end_with

        end_with(lambda: audit_and_report(Path(plain.pop("ledger")), **plain))
    from civcheck.cli.main import run

    run(sys.argv[1:])


if __name__ == "__main__":
    main()
