"""The rule language: what a rule pack can say, each construct with the pure function that judges it."""
