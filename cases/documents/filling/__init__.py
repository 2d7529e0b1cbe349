"""From the rows of a case to snapshots: the only part of the documents that reads the database."""
