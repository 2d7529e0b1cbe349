"""Registers of the house itself, printed: a committee (F19), a mediator (F20), the cases of a year (F22)."""
