"""The window. It shows the document and asks the core for the work; it computes nothing itself."""
