"""Long work (长任务): a row first, a message second; one runner at a time, resumed after a killed worker."""
