"""Watching the portal: is it alive, is it ready, what is missing, what does it say; for probes and operators."""
