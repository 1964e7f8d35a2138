"""The engine: from a walkthrough's tasks and citizens' working profiles to ranked, explained suggestions."""
