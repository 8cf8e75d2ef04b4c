"""The panels around the canvas: the request, its sources, the jobs and the results."""
