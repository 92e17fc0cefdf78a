"""The document, its undo stack, and all edits, a file a subject."""
