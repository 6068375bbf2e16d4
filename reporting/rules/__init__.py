"""What is counted and how it is held against the goals; how small numbers are kept in the house."""
