"""What the office formats (docx, xlsx) are made of: wording, styles, the page, tables, sheets."""
