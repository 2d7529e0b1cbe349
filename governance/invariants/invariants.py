"""Sealed values open with the keys at hand, and blind indexes are those of what was sealed."""

from governance.areas.codes import ROOT
from governance.invariants.registry import CHUNK, Finding, invariant
from governance.sealing.blind_index import all_digests
from governance.sealing.keys import SealingError
from governance.sealing.rotation import SealedTable, sealed_tables


@invariant("sealing.readable", "封存的号码", "每个封存的值都能用现有密钥打开，盲索引与其内容相符")
def readable(look):
    for table in sealed_tables():
        rows = table.model._base_manager.order_by("pk").iterator(chunk_size=CHUNK)
        for row in look.over(rows):
            for fault in _faults(table, row):
                what = f"{table.model._meta.verbose_name} {row.pk}：{fault}"
                yield Finding(what, getattr(row, "area_id", None) or ROOT)


def _faults(table: SealedTable, row):
    for one in table.sealed:
        value = getattr(row, one.attname)
        try:
            if value is not None:
                value.open()
        except SealingError as error:
            yield f"{one.verbose_name}无法打开（{error}）"
            return
    for index in table.indexed:
        if getattr(row, index.attname) not in all_digests(getattr(row, index.reads), purpose=index.purpose):
            yield f"{index.verbose_name}的盲索引与内容不符"
