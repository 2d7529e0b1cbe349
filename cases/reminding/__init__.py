"""Reminding whoever holds a case (催办): by its director, and by the offices above."""
