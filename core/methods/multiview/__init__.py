"""Methods that measure: `hull` and `surface`."""
