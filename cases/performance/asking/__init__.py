"""What the parties themselves say of performance, by a link of their own that shows nothing else and expires."""
