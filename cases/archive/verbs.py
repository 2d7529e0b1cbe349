"""What the acts of the archive are called in the trail."""

from governance.audit.verbs import declare

declare(
    {
        "case.volume_bound": "装订案卷",
        "case.volume_registered": "合订入登记册",
        "case.volume_submitted": "报送案卷",
        "case.volume_returned": "退回案卷",
        "volume.accessed": "案卷借阅",
        "volume.returned": "归还案卷",
    }
)
