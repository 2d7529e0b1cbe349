"""Invented organisations for the demo: their codes lie in area 310199, which is not allotted."""

from django.utils import timezone

from governance.organisations.actions import register_organisation
from governance.organisations.models import Organisation
from governance.people.models import Account
from governance.persons.demo import CANGCHANG, REGISTRARS, YINGYUAN, YONGTAI

ORGANISATIONS = [
    (YINGYUAN, "legal_person", "云川和居物业服务有限公司", "91310199MA1X00A10C", "冯立", "4008200199"),
    (YINGYUAN, "unincorporated", "梧桐里小区业主委员会", "", "陆建平", "021-59990101"),
    (YINGYUAN, "individual_business", "云川区新桐街道艾力烤馕店", "92310199MA1Y00B265", "买买提·艾力", "19900000301"),
    (YINGYUAN, "legal_person", "云川电梯维保有限公司", "91310199MA1X00C3XK", "唐伟", "021-59990102"),
    (CANGCHANG, "unincorporated", "桂苑小区业主委员会", "", "诸葛明", "021-59990103"),
    (CANGCHANG, "individual_business", "云川区桂苑便利店", "92310199MA1Y00D45F", "蒋丽华", "19900000302"),
    (CANGCHANG, "legal_person", "云川区新桐街道社区卫生服务中心", "12310199425000E56B", "韩雪", "12320"),
    (YONGTAI, "unincorporated", "永嘉路500弄业主委员会", "", "宋建军", "021-59990104"),
]


def make_demo() -> None:
    """Register all of them through the action; does nothing when organisations are there already."""
    if Organisation.objects.exists():
        return
    today = timezone.localdate()
    for area, kind, name, code, head, phone in ORGANISATIONS:
        register_organisation(
            by=Account.objects.get(username=REGISTRARS[area]),
            on=today,
            area=area,
            kind=kind,
            name=name,
            credit_code=code,
            legal_representative=head,
            phones=(phone,),
        )
