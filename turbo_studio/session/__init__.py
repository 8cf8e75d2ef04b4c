"""What a window may ask for: one method a verb."""
