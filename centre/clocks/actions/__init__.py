"""What happens to deadlines: they start, are written to, and are swept."""
