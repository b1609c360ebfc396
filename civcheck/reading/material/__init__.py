"""Looking into attachments: what they are, whether they open, and what they show."""
