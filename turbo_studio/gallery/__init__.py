"""Results on disk: files first, then their records, then a rebuildable index."""
