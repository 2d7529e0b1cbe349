"""Saved filters (常用筛选): a list page's query under a name, own or shared, told of when something new matches."""
