"""What the portal needs to serve, part by part: each answers with None, or with what is missing in one sentence."""

import time

import psycopg
import psycopg_pool
import redis
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from governance.watch import heartbeat

PATIENCE = 2  # seconds for the database or the broker to answer
_migrated: list[bool] = []  # once all migrations are applied they stay so for the life of this process

Missing = str | None


def missing_parts() -> dict[str, Missing]:
    """Each part with what it lacks. What needs a part that is missing is not asked."""
    found: dict[str, Missing] = {"database": database(), "broker": broker()}
    found["migrations"] = "数据库不可用，无法查看" if found["database"] else migrations()
    for part, ask in (("beat", beat), ("worker", worker)):
        found[part] = "消息服务不可用，无法查看" if found["broker"] else ask()
    return found


def database() -> Missing:
    try:
        pool: psycopg_pool.ConnectionPool = connection.pool  # type: ignore[attr-defined]
        pool.open()
        with pool.connection(timeout=PATIENCE) as line:
            line.execute("SELECT 1")
    except (psycopg.Error, psycopg_pool.PoolTimeout, OperationalError) as error:
        return f"数据库没有应答：{type(error).__name__}"
    return None


def broker() -> Missing:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)
    try:
        client.ping()
    except redis.RedisError as error:
        return f"消息服务没有应答：{type(error).__name__}"
    finally:
        client.close()
    return None


def migrations() -> Missing:
    if not _migrated:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            return f"有 {len(waiting)} 个数据库迁移没有执行"
        _migrated.append(True)
    return None


def beat() -> Missing:
    return _heard(heartbeat.BEAT, "定时任务进程没有动静")


def worker() -> Missing:
    return _heard(heartbeat.WORKER, "后台任务进程没有动静")


def _heard(part: str, complaint: str) -> Missing:
    return complaint if heartbeat.is_silent(part, now=time.time()) else None
