"""The canvas: the shown picture with its mask, and the tools that paint on it."""
