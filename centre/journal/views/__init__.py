"""The pages of the journal: written, read, set right, attached to, passed on, searched."""
