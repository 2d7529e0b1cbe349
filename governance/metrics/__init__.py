"""Numbers that are kept, not counted (design 8): sources, measures, rollups, readings."""
