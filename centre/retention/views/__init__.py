"""The pages of retention: the dry run, the protocols, a citizen's holds."""
