"""Contact sheets painted in a process of their own, which alone of the children knows Qt."""
