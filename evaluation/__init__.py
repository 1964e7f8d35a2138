"""Measuring a ranking against judgements and history, honestly."""
