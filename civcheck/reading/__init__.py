"""From bytes to models and problems: the only layer that opens files of a ledger or a rule pack."""
