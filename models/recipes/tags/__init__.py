"""How the shipped tagger is made: `python -m models.recipes.tags`."""
