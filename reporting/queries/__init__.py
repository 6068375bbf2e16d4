"""What is counted and what is delivered, read from the tables of all floors."""
