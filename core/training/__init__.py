"""Data, procedural shapes, rendering and the training loop."""
