"""Sheets to fill in, made by `make.py` from the one table of keys that reading uses."""
