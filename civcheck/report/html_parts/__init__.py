"""What the html report is made of: views of a report as plain texts and numbers, templates, a style sheet, a script."""
