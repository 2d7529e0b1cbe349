"""Organisations (单位) that the portal deals with: legal persons, others without legal person status, small shops."""
