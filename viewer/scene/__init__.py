"""The scene in VTK, without Qt."""
