"""The limits of the safety promise, named in one place; a breach is a problem of that file, never a stop."""

RECORD_BYTES = 1024 * 1024
SETTINGS_BYTES = 16 * 1024
PATTERNS = 100
NESTING = 32
NODES = 20_000
KEYS = 200
ITEMS = 1_000
SCALAR = 100_000
PATH_CHARACTERS = 1_000
FOLDER_DEPTH = 32
ENTRIES = 1_000_000
RECORDS = 200_000
PROBLEMS = 1_000
ATTACHMENT_HASHED = 64 * 1024 * 1024
ATTACHMENT_PARSED = 32 * 1024 * 1024
MARKER_BYTES = 4 * 1024
ZIP_ENTRIES = 2_000
ZIP_PART_BYTES = 32 * 1024 * 1024
GIT_SECONDS = 120
"""What one call of git may take."""
HISTORY_ENTRIES = 5_000_000
"""Changes of files that are read from a history."""
HISTORY_BYTES = 2 * 1024 * 1024 * 1024
KNOWN_AT_BYTES = 32 * 1024 * 1024 * 1024
"""What is taken out of a history into a temporary folder, never more than half of what is free there."""
