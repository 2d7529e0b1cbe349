"""Names of places over time: a new name from a day on, and settling what is called how today."""

from datetime import date

from django.db import transaction
from django.db.models import F

from governance.areas import codes
from governance.areas.models import Area, AreaName, AreaReading
from governance.areas.sounds import sound_of


def name_from(area: Area, name: str, starts_on: date, *, source: str) -> AreaName:
    """Let `area` bear `name` from `starts_on`. The name before it is kept as a row of its own."""
    if not area.names.exists():
        AreaName.objects.create(area=area, name=area.name, starts_on=None, source="")
    row, _ = AreaName.objects.update_or_create(
        area=area, starts_on=starts_on, defaults={"name": name, "source": source}
    )
    return row


def sounded(name: str) -> dict[str, str]:
    """A name with how it sounds, as the columns of Area keep them."""
    sound = sound_of(name)
    return {"name": name, "pinyin": sound.pinyin, "initials": sound.initials}


def keep_readings(code: str, name: str) -> None:
    """Let the place be found by the other readings of its name, and no more by those of the name before."""
    AreaReading.objects.filter(area=code).delete()
    AreaReading.objects.bulk_create(
        AreaReading(area_id=code, level=codes.level(code), pinyin=pinyin, initials=initials)
        for pinyin, initials in sound_of(name).others
    )


@transaction.atomic
def settle_names(today: date) -> int:
    """Write today's name to each place whose newest begun name differs; returns how many. Running twice does nothing.

    Not an act of its own: the act was recorded when the name was given.
    """
    begun = AreaName.objects.filter(starts_on__lte=today)
    renamed = Area.objects.named_on(today).filter(pk__in=begun.values("area")).exclude(name=F("name_then"))
    for area in renamed:
        Area.objects.filter(pk=area.pk).update(**sounded(area.name_then), version=area.version + 1)
        keep_readings(area.pk, area.name_then)
    return len(renamed)
