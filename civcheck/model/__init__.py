"""What civcheck knows of the world: days, records, evidence, units, judgements and reports."""
