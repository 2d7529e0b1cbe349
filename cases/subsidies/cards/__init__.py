"""Bank accounts to which mediators are paid, masked; in full only for the finance office, and recorded."""
