"""Grids, points and meshes, and the ways between them."""
