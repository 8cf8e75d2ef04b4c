"""Turbo Studio: edit pictures by hand with an image model, on the desktop."""

__version__ = "0.1.0"
