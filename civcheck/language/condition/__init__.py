"""Conditions on records and on the unit."""

from civcheck.language.condition.comparing import forms_of
from civcheck.language.condition.condition import Condition, Scope
from civcheck.language.condition.fieldtest import Failure, Test, Truth, listed

__all__ = ["Condition", "Failure", "Scope", "Test", "Truth", "forms_of", "listed"]
