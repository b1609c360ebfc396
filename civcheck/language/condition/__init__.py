"""Conditions on records and on the unit."""

from civcheck.language.condition.comparing import forms_of
from civcheck.language.condition.condition import Condition, bare, either
from civcheck.language.condition.fieldtest import Failure, Test, Truth, left_open
from civcheck.language.condition.unlisted import Misspelt

__all__ = ["Condition", "Failure", "Misspelt", "Test", "Truth", "bare", "either", "forms_of", "left_open"]
