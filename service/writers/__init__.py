"""Suggestions as files, each form in a module of its own that is imported when it is asked for."""
