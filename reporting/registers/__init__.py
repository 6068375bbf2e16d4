"""The national registers: what each wants, by which names and codes, and how a delivery is written.

A mapping is a TOML file. Each name and each list of codes says whether it is official or our proposal,
and where it was found (domain 2.1 to 2.3): the registers' own lists were not to be had everywhere.
"""
