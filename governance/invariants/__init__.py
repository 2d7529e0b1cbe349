"""Invariants (数据核对): what must always hold of the data, looked at every night, and what was found."""
