"""How every run ends: the right exit code, errors in one short message, a bug too."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import NoReturn

from civcheck.cli.console import tell, tell_error
from civcheck.cli.exits import INTERNAL, INTERRUPTED, USAGE
from civcheck.errors import CivcheckError
from civcheck.messages import msg
from civcheck.model.texts import mask


def end_with(action: Callable[[], int], debug: bool = False) -> NoReturn:
    """Run a command and end the process with its exit code; ``debug`` shows where a bug is."""
    try:
        end(action())
    except CivcheckError as error:
        tell_error(error)
        end(USAGE)
    except BrokenPipeError:
        # nobody reads any more; the report was not delivered
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        end(USAGE)
    except KeyboardInterrupt:
        tell(msg("error.interrupted"))
        end(INTERRUPTED)
    except Exception as error:
        if debug:
            import traceback

            sys.stderr.write(mask("".join(traceback.format_exception(error))))
        tell(msg("error.internal", what=type(error).__name__))
        end(INTERNAL)


def end(code: int) -> NoReturn:
    """End the process; what could not be written has been told, and is not tried again."""
    try:
        sys.stdout.flush()
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - it lives as long as the process
    sys.exit(code)
