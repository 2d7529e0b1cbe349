"""Bodies of a place (组织): residents' committees, mediation committees, owners' committees and their like."""
