"""What Prometheus reads: Django's own counters over all web processes, and the state of queue and heartbeats."""

import hmac
import os
import time

import prometheus_client
import redis
from django.conf import settings
from prometheus_client import multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from governance.watch import heartbeat

LOOPBACK = {"127.0.0.1", "::1"}
QUEUE = "celery"  # the list in the broker that holds tasks nobody has taken yet


def may_read_metrics(meta: dict) -> bool:
    """The bearer of METRICS_TOKEN, or a direct caller on this machine: a proxy on it would send X-Forwarded-For."""
    if settings.METRICS_TOKEN:
        offered = meta.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        return hmac.compare_digest(offered.encode(), settings.METRICS_TOKEN.encode())
    return meta.get("REMOTE_ADDR") in LOOPBACK and "HTTP_X_FORWARDED_FOR" not in meta


def exposition() -> tuple[bytes, str]:
    """The page and its content type."""
    registry = prometheus_client.REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = prometheus_client.CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    background = prometheus_client.CollectorRegistry()
    background.register(Background())
    page = prometheus_client.generate_latest(registry) + prometheus_client.generate_latest(background)
    return page, prometheus_client.CONTENT_TYPE_LATEST


class Background(Collector):
    def describe(self):
        return []

    def collect(self):
        silence = GaugeMetricFamily("governance_heartbeat_age_seconds", "Since the last sign of life", labels=["part"])
        waiting = GaugeMetricFamily("governance_queue_length", "Tasks that no worker has taken")
        reachable = GaugeMetricFamily("governance_broker_up", "Whether the broker answers")
        try:
            for part in (heartbeat.BEAT, heartbeat.WORKER):
                heard = heartbeat.last(part)
                if heard is not None:
                    silence.add_metric([part.removeprefix("heartbeat.")], time.time() - heard)
            with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as client:
                waiting.add_metric([], client.llen(QUEUE))
            reachable.add_metric([], 1)
        except redis.RedisError:
            reachable.add_metric([], 0)
        yield from (silence, waiting, reachable)
