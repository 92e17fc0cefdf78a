"""Metrics, baselines and the properties of codes."""
