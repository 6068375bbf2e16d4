"""A citizen's own data: to see it, to see what it was opened for, to have what is wrong put right."""
