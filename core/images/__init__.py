"""Photographs in: loading, masks, cameras."""
