"""Pictures of shapes, without a window system."""
