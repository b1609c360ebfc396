"""Verdicts: applicability → selection → expectations → judgements; pure functions of ledger, pack and as-of date."""
