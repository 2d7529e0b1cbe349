"""The same person registered twice: noticed at once, decided by those who may see both, merged by nobody silently."""
