"""Which notes somebody may read and act on, what of them stands in a file, and the search through them."""
