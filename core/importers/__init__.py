"""Photographs and shapes from whatever files people have."""
