"""What is told of volumes: lent and to come back, and of a term that is over (domain/mediation.md 2.10, 3.3).

A volume that is not archived in time is told by its case's time limit (cases/docket/reminders.py).
"""

from cases.archive.models import Volume, VolumeAccess
from cases.docket.wording import CASE, WHEN
from governance.notices.recipients import holders_above, named, once_late, together
from governance.notices.rungs import rung
from governance.texts.kinds import Placeholder
from governance.texts.wording import worded

KEEPERS = named("account_id", "volume.account_id")  # who gave it out, who filed it
ARCHIVISTS = once_late(holders_above("mediation_director", "street_justice_officer"))

rung(
    "volume.lent_due",
    "借出案卷待归还",
    "cases.VolumeAccess",
    offsets=(-3, 0, 1, 7),
    due="due_on",
    rows=lambda today: VolumeAccess.objects.out(),
    recipients=together(KEEPERS, ARCHIVISTS),
    related=("volume__case", "book"),
    verb="case.view",
    text=worded(
        "volume.lent_due",
        "借出案卷待归还",
        "{案件}：案卷{分册}已借给{借阅人}，应归还，{何时}。",
        lambda access, notice: {
            "案件": str(access.volume.case),
            "分册": str(access.book or ""),
            "借阅人": access.who,
            "何时": notice.when,
        },
        *(CASE, Placeholder("分册", "第 2 册"), Placeholder("借阅人", "区人民法院"), WHEN),
    ),
    url=lambda access: access.volume.get_absolute_url(),
    tone="warn",
)
rung(
    "volume.term_over",
    "案卷保管期满",
    "cases.Volume",
    offsets=(1,),
    due="kept_until",
    rows=lambda today: Volume.objects.term_ended(),
    recipients=holders_above("district_officer"),
    related=("case",),
    verb="archive.destroy",
    text=worded(
        "volume.term_over",
        "案卷保管期满",
        "案卷{卷号}保管期满，请鉴定是否销毁。",
        lambda volume, notice: {"卷号": volume.number},
        Placeholder("卷号", "（2016）嘉迎人调字第8号"),
    ),
)
