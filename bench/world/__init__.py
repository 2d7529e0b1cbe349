"""Databases of many cases to measure on: the country's places, the demo's seats, and invented cases by SQL."""
