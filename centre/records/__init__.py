"""Audit trail, read log, and the one door to a citizen's file."""
