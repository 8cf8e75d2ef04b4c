"""Pictures from strangers: judged, decoded, prepared for upload and encoded, in child processes."""
