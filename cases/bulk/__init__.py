"""Bulk acts (批量办理): one act on many cases, each in its own transaction, with what became of each."""
