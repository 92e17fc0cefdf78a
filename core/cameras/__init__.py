"""Cameras: poses, lens, files of other programs, and finding them in photographs."""
