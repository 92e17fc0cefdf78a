"""Shapes measured in photographs from known places."""
