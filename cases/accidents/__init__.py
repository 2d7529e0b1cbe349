"""道路交通事故: the certificate of liability and the insurer of such a dispute (domain/mediation.md 1.6)."""
