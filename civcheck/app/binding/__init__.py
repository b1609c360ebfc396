"""Binders (迎检材料): laid out from an audit, written as a folder or a zip file, complete or absent."""
