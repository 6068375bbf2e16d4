"""A centre with invented people, in every state an inquiry can be in. Same seed, same centre."""
