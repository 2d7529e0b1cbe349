"""Below a committee: estates (小区), grids (网格), building groups (楼组): three partitions, never one tree."""
