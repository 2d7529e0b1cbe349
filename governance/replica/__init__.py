"""Reading from a streaming replica (design 14): dashboards, exports and API reads, where one is configured."""
