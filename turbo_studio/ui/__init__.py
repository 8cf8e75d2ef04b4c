"""Windows, canvas, panels, dialogs, theme and actions; the only package that knows Qt."""
