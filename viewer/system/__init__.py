"""What the window needs of the computer, and what people set on it."""
