"""The main window and how it is laid out."""
