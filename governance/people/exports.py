"""The lists of accounts and postings as spreadsheets."""

from governance.access.exports import HOLDERS
from governance.jobs.exports import Column, export
from governance.people.accounts.filters import AccountFilter
from governance.people.models import Account, Posting
from governance.people.postings.filters import PostingFilter


@export("people.postings", "任职", page="postings:postings", verb="posting.view", columns=HOLDERS)
def postings(actor, query):
    return PostingFilter(query, Posting.objects.visible_to(actor).for_list().order_by("area_id", "role", "pk")).qs


ACCOUNTS = (
    Column("姓名", "name"),
    Column("用户名", "username"),
    Column("状态", lambda row: "使用中" if row.is_active else "已停用"),
    Column("现任职", lambda row: "；".join(f"{p.area.name}{p.get_role_display()}" for p in row.current_postings)),
    Column("最近登录", "last_login"),
)


@export("people.accounts", "账号", page="accounts:accounts", verb="account.view", columns=ACCOUNTS)
def accounts(actor, query):
    return AccountFilter(query, Account.objects.visible_to(actor).for_list().order_by("name", "pk")).qs
