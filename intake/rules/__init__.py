"""The law of asking for help: which clocks start, whether they were kept, what may happen next. Pure."""
