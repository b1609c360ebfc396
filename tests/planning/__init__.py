"""What is planned, and the proof that it closes what it says."""
