"""The core process as the window sees it, the list of tasks, and what is asked of it."""
