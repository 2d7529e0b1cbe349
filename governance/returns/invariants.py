"""What was released is what is kept."""

from governance.invariants.registry import Finding, invariant
from governance.returns.digests import digest_of
from governance.returns.models import ReturnEdition


@invariant("returns.released", "已发布的统计报表", "每份已发布的报表与报送时的摘要一致")
def released(look):
    editions = ReturnEdition.objects.released().filter(pk__gt=look.after).select_related("filed__area")
    for edition in look.over(editions.prefetch_related("rows").order_by("pk").iterator(chunk_size=500)):
        if digest_of(edition) != edition.digest:
            filed = edition.filed
            yield Finding(
                f"统计报表 {filed.pk} 第 {edition.number} 版与摘要不符", filed.area_id, filed.get_absolute_url()
            )
