"""What the acts between committees are called in the trail."""

from governance.audit.verbs import declare

declare(
    {
        "case.transfer_asked": "请求移交",
        "case.transfer_refused": "不接收移交",
        "case.transfer_taken_back": "撤回移交请求",
        "case.transfer_lapsed": "移交请求失效",
        "case.department_needed": "登记需要部门职权",
        "case.department_not_needed": "登记不再需要部门职权",
        "case.committee_joined": "其他调委会参加联合调解",
        "case.committee_left": "其他调委会退出联合调解",
    }
)
