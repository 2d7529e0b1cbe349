"""Committees that mediate (人民调解委员会): the sign in their numbers, their court, their term."""
