"""What the register itself shows on the page of a case."""

from cases.docket.page import section


@section("application", "申请与事实", template="cases/docket/_application.html", order=20, of_file=True)
def application(case, actor):
    return {}
