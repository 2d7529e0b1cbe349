"""The list of 50 places, as an API client reads it."""

from bench.asking import Asked, figures_of
from bench.figure import Figure


def figures() -> list[Figure]:
    return figures_of([Asked("区域列表 50 条（接口）", "/api/v1/areas/?limit=50")])
