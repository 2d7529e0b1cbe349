"""Numbers in hand: find whom a full number belongs to, and see a masked one in full. Both are limited and recorded."""
