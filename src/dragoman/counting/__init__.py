"""Counting: from events to dyads, panels, timelines, comparisons, samples for people to judge, and alerts.

Pure functions over what an archive gives (`dragoman.model.archived`); nothing here opens one.
"""
