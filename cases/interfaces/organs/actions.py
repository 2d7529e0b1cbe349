"""Saying which organ's system an API client is."""

from django.db import transaction

from cases.intake.models import Organ
from cases.interfaces.models import OrganClient
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.identifiers.typed import free_text
from governance.people.models import ApiClient


@transaction.atomic
def name_organ(client: ApiClient, *, by, organ: str, organ_name: str, version: int | None = None) -> OrganClient:
    """Let the client get the feedback to all letters of this organ, also those that were typed in here by hand.

    `organ_name` is the name as it stands on the letters, word for word. Raises NotPermitted unless `by` manages the
    clients of its area, WrongState for a revoked client, Invalid (field).
    """
    client = ApiClient.objects.select_for_update(of=("self",)).get(pk=client.pk)
    if not by.holds("client.manage", client.area_id):
        raise NotPermitted("须由管理该接口客户端的人员登记。")
    if client.revoked_at:
        raise WrongState("该接口客户端已吊销。")
    if organ not in Organ.values:
        raise Invalid("请选择部门类型。", field="organ")
    name = free_text(organ_name, field="organ_name", longest=100, required=True)
    known = OrganClient.objects.filter(client=client).first()
    if known is None:
        named = OrganClient.objects.create(client=client, organ=organ, organ_name=name, account=by)
        record("organ_client.named", named, by=by, area=client.area_id, organ=organ, name=name)
        return named
    require_version(known, version)
    changes = {"organ": [known.organ, organ], "organ_name": [known.organ_name, name]}
    known.organ, known.organ_name, known.account = organ, name, by
    known.version += 1
    known.save()
    record("organ_client.named", known, by=by, area=client.area_id, changes=changes)
    return known
