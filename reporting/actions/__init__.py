"""What reporting writes down: only what has left the house."""
