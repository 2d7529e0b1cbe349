"""One line an event: JSON for machines, or coloured for a terminal; every line of a request carries its id.

Query strings stay out of the logs: an exact look-up carries a full identifier there.
"""

import structlog
from django_structlog.middlewares import RequestMiddleware
from structlog.typing import Processor

QUIET = ["celery.app.trace", "celery.worker.strategy", "celery.beat", "axes", "faker"]  # a line for each heartbeat

SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=False),
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.StackInfoRenderer(),
]


def logging_as(form: str) -> dict:
    """Django's LOGGING for LOG_FORMAT `json` or `console`; structlog's own loggers take the same way."""
    choice: dict[str, list[Processor]] = {
        "json": [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)],
        "console": [structlog.dev.ConsoleRenderer(colors=False)],
    }
    renderers = choice[form]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            **{name: {"level": "WARNING"} for name in QUIET},
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.request": {"level": "CRITICAL"},  # the request's own line says it, with its id
            "django.server": {"handlers": [], "propagate": True},
        },
    }


class RequestLogMiddleware(RequestMiddleware):
    """One line a request, with an id that the trail keeps too and that an error page can show."""

    def prepare(self, request):
        super().prepare(request)
        request.request_id = structlog.contextvars.get_contextvars()["request_id"]

    @staticmethod
    def format_request(request) -> str:
        return f"{request.method} {request.path}"
