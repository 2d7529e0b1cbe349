"""`python -m tests.cases.small_world`: a world of the bench among the places of the tests, in the database of
DATABASE_URL, and what of it does not hold."""

import os

import django

CASES = 300


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    django.setup()
    from django.core.management import call_command

    from bench.world import filling
    from cases.docket.models import Case
    from governance.areas.models import Area
    from tests.factories import make_places

    if not Area.objects.exists():  # a world whose making was killed goes on
        make_places()
    filling.main(CASES)
    assert Case.objects.count() == CASES
    call_command("verify")


if __name__ == "__main__":
    main()
