"""From a drop or a folder to the document."""
