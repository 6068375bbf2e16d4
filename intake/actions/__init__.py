"""What happens to inquiries and bookings: one verb, one transaction, one audit line."""
