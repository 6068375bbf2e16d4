"""Measurements against the goals: `python -m tests.bench`. They never fail a build."""
