"""What the tests of beginning a ledger share: the command line of the other tests."""

from tests.cli.conftest import civcheck, own_cache, plain_terminal  # noqa: F401 - fixtures
