"""What is asked about retention: the parts of the floors, the records, the dry run, the protocols."""
