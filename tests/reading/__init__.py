"""Tests of the layer that opens files: what is read, what is told, and what no file can do."""
