"""What fills the middle of the window: welcome, proposal, mask, shape."""
