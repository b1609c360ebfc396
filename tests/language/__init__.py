"""Every construct of the rule language at its boundaries."""
