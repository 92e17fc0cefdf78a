"""What the core says of the shape that is shown."""
