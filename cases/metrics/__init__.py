"""What is counted of cases (domain/mediation.md 5)."""
