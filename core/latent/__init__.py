"""Codes: as files, on a map, over time, and what rides along with them."""
