"""`python -m cases.demo.hand SEED COUNT PLACE…`: one of the processes that make demo cases, for committees of its own.

A fresh process, not a fork (of one with threads it may never wake), and no two hands at one committee: each case comes
out the same, however fast the others are.
"""

import os
import sys

import django


def main(seed: int, count: int, places: list[str]) -> None:
    from django.utils import timezone

    from cases.demo.making import live_through, offices_there

    live_through(offices_there(places), count, seed, timezone.now())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
