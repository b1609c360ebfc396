"""Opening attachments, under limits: what each sort of file shows."""
