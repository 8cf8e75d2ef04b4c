"""Preferences, where things lie, and the key store of the operating system."""
