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
ANSWERED_FILES = 20
PERSONAL = 1_000
ATTACHMENT_HASHED = 64 * 1024 * 1024
ATTACHMENT_PARSED = 32 * 1024 * 1024
MARKER_BYTES = 4 * 1024
ZIP_ENTRIES = 2_000
ZIP_PART_BYTES = 32 * 1024 * 1024
ZIP_ALL_BYTES = 128 * 1024 * 1024
ZIP_DIRECTORY_BYTES = 2 * 1024 * 1024
XML_DEPTH = 256
PDF_BYTES = 16 * 1024 * 1024
PDF_SECONDS = 2.0
ATTACHMENT_SECONDS = 5.0
TEXT_CHARACTERS = 200_000
SHEET_CELLS = 100_000
CHILD_BYTES = 1024 * 1024 * 1024
SEAL_HEAD_BYTES = 4 * 1024 * 1024
SEAL_LINE_BYTES = 64 * 1024
SEAL_LEFT_OUT = 10_000
SIGNATURE_BYTES = 64 * 1024
SIGNING_SECONDS = 120
GIT_SECONDS = 120
"""What one call of git may take."""
HISTORY_ENTRIES = 5_000_000
"""Changes of files that are read from a history."""
HISTORY_BYTES = 2 * 1024 * 1024 * 1024
KNOWN_AT_BYTES = 32 * 1024 * 1024 * 1024
"""What is taken out of a history into a temporary folder, never more than half of what is free there."""
PICTURE_PIXELS = 60_000_000
PICTURE_SIDE = 30_000
EXIF_BYTES = 1024 * 1024
THUMBNAIL_SIDE = 240
"""Pixels of the longer side: enough to see that two photos are one, too little to read a page by."""
THUMBNAIL_BYTES = 64 * 1024
THUMBNAILS = 100
"""Small pictures in one report, and so in one page."""
TABLE_PART_BYTES = 192 * 1024 * 1024
TABLE_ALL_BYTES = 256 * 1024 * 1024
TABLE_CELLS = 1_000_000
"""Cells that hold something, of all sheets of a workbook together."""
TABLE_AREA = 20_000_000
"""Cells between the first and the last that hold something, of one sheet: so many are laid out in memory."""
TABLE_SECONDS = 30
"""Processor time that reading a workbook may take."""
TABLE_HTML_BYTES = 8 * 1024 * 1024
