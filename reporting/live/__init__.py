"""A council's days lived on a virtual clock, through the real actions, and checked after each day."""
