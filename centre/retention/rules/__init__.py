"""The periods, and the doors through a protocol. Pure."""
