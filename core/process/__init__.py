"""The core process: it runs the jobs that the window asks for."""
