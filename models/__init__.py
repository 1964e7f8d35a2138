"""What was learnt: artefacts with cards, and the recipes that make them."""
