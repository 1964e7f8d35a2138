"""Data that travels with the project: a demo municipality, training data and templates to fill in."""
