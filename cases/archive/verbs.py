"""What the acts of the archive are called in the trail."""

from governance.audit.verbs import declare

declare(
    {
        "case.volume_bound": "装订案卷",
        "case.paper_taken_in": "补入案卷材料",
        "case.volume_registered": "合订入登记册",
        "case.volume_submitted": "报送案卷",
        "case.volume_returned": "退回案卷",
        "case.volume_spot_checked": "抽查案卷",
        "case.volume_rectified": "整改抽查问题",
        "volume.accessed": "案卷借阅",
        "volume.returned": "归还案卷",
        "volume.shelved": "列入期满的未受理事项",
        "volume.held": "暂缓销毁",
        "volume.released": "解除暂缓销毁",
        "case.volume_destroyed": "销毁案卷",
        "destruction.proposed": "提出销毁清册",
        "destruction.approved": "审批销毁清册",
        "destruction.dropped": "不予销毁",
        "destruction.done": "完成销毁",
    }
)
