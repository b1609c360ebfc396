"""The entry point: ``--version`` is answered before anything heavy is imported; a bug ends in one short message."""

from __future__ import annotations

import sys


def main() -> None:
    """Run civcheck with the arguments of the command line."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from civcheck.version import __version__

        try:
            if sys.stdout is not None:
                sys.stdout.write(f"civcheck {__version__}\n")
                sys.stdout.flush()
        except OSError:  # a full disk, a closed pipe: not delivered
            sys.stdout = None
            sys.exit(2)
        return
    try:
        _run(sys.argv[1:])
    except KeyboardInterrupt:  # while something was still being imported
        sys.exit(130)


def _run(arguments: list[str]) -> None:
    import gc
    import os

    if sys.stdout is None or sys.stderr is None:
        _open_closed()
    if sys.getfilesystemencoding() == "ascii":
        # Chinese names of files would match nothing; said in ASCII, for the terminal cannot say more either
        sys.stderr.write("civcheck: this locale knows ASCII only; set LANG=C.UTF-8 or PYTHONUTF8=1\n")
        sys.exit(2)
    # pydantic would look through every installed distribution for plugins, and run what it finds
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # a run is short and makes almost no cycles: collecting while records are read costs a third of the time
    gc.disable()
    from civcheck.cli.plain import plain_audit

    if (plain := plain_audit(arguments)) is not None:
        from pathlib import Path

        from civcheck.cli.auditing import audit_and_report
        from civcheck.cli.ending import end_with
        from civcheck.cli.speaking import language_asked, speak

        speak(language_asked(arguments, os.environ))
        ledger = Path(plain.pop("ledger"))
        end_with(lambda: audit_and_report(ledger, given=plain))
    from civcheck.cli.main import run

    run(arguments)


def _open_closed() -> None:
    """Open in place of a closed stream one that takes nothing: a report for which nobody is there is not delivered."""
    import os

    for name, mode in (("stdout", "r"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


if __name__ == "__main__":
    main()
