"""The gallery in the window: views of the results, and what can be done with them."""
