"""Tests of binders (迎检材料)."""
