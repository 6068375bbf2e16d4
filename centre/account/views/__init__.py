"""Logging in and out, the second factor, my account, and who works here."""
