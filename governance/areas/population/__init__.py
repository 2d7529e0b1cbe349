"""Population of a place (人口数据): a series of dated figures, each with its source."""
