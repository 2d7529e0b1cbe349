"""Places are found by how their names sound today."""

from governance.areas.models import Area
from governance.areas.sounds import sound_of
from governance.invariants.registry import CHUNK, Finding, invariant


@invariant("areas.sounds", "区域名称的检索列", "区域的拼音和首字母与其现用名称相符")
def sounds(look):
    rows = Area.objects.order_by("code").values_list("code", "name", "pinyin", "initials")
    for code, name, pinyin, initials in look.over(rows.iterator(chunk_size=CHUNK)):
        sound = sound_of(name)
        if (pinyin, initials) != (sound.pinyin, sound.initials):
            yield Finding(f"区域 {code}：拼音或者首字母与名称不符", code)
