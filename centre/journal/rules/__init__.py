"""Who reads and writes which record, what a file may be, and when a text fits what was sought. Pure."""
