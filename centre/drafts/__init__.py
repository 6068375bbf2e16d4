"""Drafts: what somebody is writing, kept on the server until it is saved for good."""
