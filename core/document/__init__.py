"""The document as data, and its file."""
