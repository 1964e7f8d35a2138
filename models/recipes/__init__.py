"""Recipes: each makes one of the shipped models from its sources."""
