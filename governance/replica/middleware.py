"""Keeps how far the log was when somebody wrote, so that they never read what is older."""

import logging

from django.db import InterfaceError, OperationalError

from governance.replica.source import is_configured, note_written

SAFE = {"GET", "HEAD", "OPTIONS"}


class OwnWriteMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method not in SAFE and is_configured() and request.user.is_authenticated:
            _note(request.user)
        return response


def _note(actor) -> None:
    """What was written stands, whatever becomes of the note."""
    try:
        note_written(actor)
    except (OperationalError, InterfaceError) as error:
        logging.getLogger(__name__).error("an own write is not noted: %s", error)
