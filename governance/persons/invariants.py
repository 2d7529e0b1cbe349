"""The columns by which people, organisations and places are found by sound are those of their names."""

from governance.identifiers.names import sound_of
from governance.invariants.registry import CHUNK, Finding, invariant
from governance.organisations.models import Organisation
from governance.persons.models import Person

ERASED = ("（已删除）", "（已销毁）")  # what stands in the place of a name that is gone


@invariant("persons.sounds", "姓名的检索列", "人员、单位的拼音和首字母与其名称相符")
def sounds(look):
    for model in (Person, Organisation):
        rows = model._base_manager.order_by("pk").only("name", "pinyin", "initials", "area_id")
        for row in look.over(rows.iterator(chunk_size=CHUNK)):
            yield from sound_fault(model._meta.verbose_name, row.pk, row.name, (row.pinyin, row.initials), row.area_id)


def sound_fault(kind: str, pk: int, name: str, kept: tuple[str, str], area: str):
    """A finding if the sound that is `kept` is not that of the name; one whose name was erased keeps none."""
    sound = sound_of(name)
    if kept != (sound.pinyin, sound.initials) and not (name in ERASED and kept == ("", "")):
        yield Finding(f"{kind} {pk}：拼音或者首字母与名称不符", area)
