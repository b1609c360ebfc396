"""Judgements, the next change, and the laws that every verdict keeps."""
