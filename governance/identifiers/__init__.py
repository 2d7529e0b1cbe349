"""What a number of the field must look like: pure functions from typed text to a checked value. No database."""
