"""A clawback that was ordered by mistake: cancelled by a row of its own, and what was given back is paid again."""
