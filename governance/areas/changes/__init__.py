"""Changes of places (区域变更): dated acts with a document number, and what they mean for questions of any day."""
