"""Opening what records name: what a file is, when it was made, what it looks like and says."""
