"""The journal: what was seen, said and judged about a citizen, in one of two records that never mix."""
