"""Checks for latent disputes (矛盾纠纷排查): each with who, when, how, and what it found, be it nothing."""
