"""The tests of civcheck."""
