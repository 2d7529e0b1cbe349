"""Invented cases on their own days: the five scenarios of domain/mediation-scenarios.md, for tests and demo."""
