"""The document's file: save, autosave, recent ones, how it was shown."""
