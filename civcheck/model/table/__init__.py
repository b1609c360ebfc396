"""Tables that people keep: their headings, what columns are, what cells say; no file is opened here."""
