"""Recipe of the shipped text encoder; `python -m models.recipes.encoder --help` says how to run it."""
