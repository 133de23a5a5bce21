"""Joins the front end, an engine and the replay of what the engine found."""
