"""What is given back of a subsidy (追回); one that was a mistake is cancelled by a row of its own, and paid again."""
