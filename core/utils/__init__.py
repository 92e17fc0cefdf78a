"""Files, device, progress, memory: what every other folder may use."""
