"""Finding the object in a photograph."""
