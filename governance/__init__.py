"""The ground floor: places, committees, people, who may see what, rules, audit, jobs, the frame of every page.

It serves the laws that every wing shares: 城市居民委员会组织法 (places and committees), 个人信息保护法 (sealed
identifiers, recorded reading), 网络安全法 (sign-in, trail). It imports no wing; wings stand on it.
"""

from governance.celery import app as celery_app

__all__ = ["celery_app"]
