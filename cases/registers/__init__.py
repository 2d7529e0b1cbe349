"""Old registers (案件登记簿, F22) brought in from .xlsx as archived history: read, looked at, confirmed, undone.

A file becomes a batch of rows; nothing is written into the register of cases until somebody confirms. Right rows come
in, wrong ones go out again as a sheet to correct, which is the next part of the same batch. What stood in the cells is
sealed until it has become a case: names and numbers of documents lie nowhere in clear beside it.
"""
