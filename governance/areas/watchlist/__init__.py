"""The watch-list of oversized committees (大居委会监测): worked out from figures and rules, never stored."""
