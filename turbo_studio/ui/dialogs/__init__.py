"""Dialogs: the connection, the settings, the key sheet and what the program is."""
