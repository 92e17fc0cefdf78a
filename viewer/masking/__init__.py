"""The photograph and its mask under the mouse."""
