"""Fuzzes what reads the text of strangers; see src/lib.rs."""
