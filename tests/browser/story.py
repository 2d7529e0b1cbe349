"""A phone that goes from hand to hand through a story, each event at its moment: server and page share its clock."""

import os
import re
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import time_machine
from django.utils import timezone

from cases.demo.story import at
from governance.notices import sweeping
from tests.browser.conftest import PHONE, grave_faults, overflow
from tests.browser.pad import has_pad, write_name

ASKED = ".page-head .btn-primary"
PICTURES = os.environ.get("STORY_PICTURES", "")  # a folder: every page that is looked at is photographed there


class Phone:
    """Pages at 390 px. `look(name)`: nothing sticks out; `closely`: and axe finds no grave fault."""

    def __init__(self, page, live_server, sign_in):
        self.page, self.url, self.sign_in = page, live_server.url, sign_in
        self.now = None
        page.set_viewport_size(PHONE)

    @contextmanager
    def at(self, moment: str, account, path: str = "/"):
        """In the hands of `account` at that moment in Shanghai, with a page open."""
        self.now = at(moment)
        with time_machine.travel(self.now, tick=True):
            self.page.clock.set_fixed_time(self.now)
            self.sign_in(account)
            self.page.goto(self.url + path)
            yield self.page

    def look(self, name: str, *, closely: bool = False) -> None:
        picture(self.page, name)
        faults = [*overflow(self.page), *(grave_faults(self.page) if closely else ())]
        assert not faults, f"{name}: {faults}"

    def tap(self, name: str, role: str = "link") -> None:
        self.page.get_by_role(role, name=name, exact=True).first.click()

    def press(self, name: str) -> None:
        self.tap(name, "button")

    def submit(self) -> None:
        """What the form of this page is for."""
        self.page.locator(".submit-row .btn-primary").click()

    def before(self, minutes: int = 0) -> str:
        """The moment `minutes` before now, as a field takes it."""
        return f"{timezone.localtime(self.now - timedelta(minutes=minutes)):%Y-%m-%dT%H:%M}"

    def said(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()

    # --- what the stories do again and again

    def hold_session(self, minutes: int, text: str, result: str) -> None:
        """From the page of the case: the session that is just over."""
        self.tap("登记调解")
        self.fill(starts_at=self.before(minutes), ends_at=self.before(), place="调委会调解室", text=text)
        self.page.get_by_label(result).check()
        self.press("保存")
        self.said("已登记。")

    def investigate(self, minutes: int, place: str, asked: str, text: str) -> None:
        """From the page of the case: what was just found out."""
        self.page.locator("a[href$='/investigate/']").first.click()
        self.fill(starts_at=self.before(minutes), ends_at=self.before(), place=place, asked=asked, text=text)
        self.page.locator(".submit-row .btn-primary").click()
        self.said("已登记")

    def owe(self, kind: str, debtor: str, creditor: str, what: str, *, due: str = "", when: str = "") -> None:
        """From the page of the agreement: one more thing to do that is no payment."""
        self.page.get_by_role("link", name="其他义务").first.click()
        self.choose("kind", kind)
        self.choose("debtor", debtor)
        self.choose("creditor", creditor)
        self.fill(what=what)
        if when:
            self.page.get_by_label(when).check()
        if due:
            self.fill(due_on=due)
        self.press("保存")

    def fill(self, **values: str) -> None:
        """Fields by their names."""
        for name, value in values.items():
            self.page.locator(f"#main [name={name}]").first.fill(value)

    def choose(self, name: str, part: str) -> None:
        """The option of the field `name` whose text contains `part`."""
        field = self.page.locator(f"#main select[name={name}]")
        field.wait_for()
        texts = field.locator("option").all_inner_texts()
        field.select_option(label=next(text for text in texts if part in text))

    def tick_all(self) -> None:
        self.tap("合法性审查")
        self.page.get_by_role("button", name="核对完毕").wait_for()
        for box in self.page.get_by_role("checkbox").all():
            box.check()
        self.press("核对完毕")

    def sign_next(self, link: str = "", *, agent: str = "") -> str:
        """Sign or seal what waits next, or behind `link`; whose name the page asked for."""
        button = self.page.get_by_role("link", name=link, exact=True) if link else self.page.locator(ASKED)
        asked = button.inner_text().strip()
        button.click()
        pad = has_pad(self.page)
        if agent and self.page.locator("select[name=signer]").count():
            self.choose("signer", agent)
        if pad:
            write_name(self.page)
        self.submit()
        self.page.get_by_role("heading", name="书面协议", exact=True).wait_for()
        return asked

    def make_form(self, title: str) -> None:
        """From the page of the documents."""
        self.page.get_by_role("button", name=re.compile(f"制作(人民调解)?{title}")).first.click()
        self.page.get_by_text(re.compile(f"已制作：(人民调解)?{title}")).first.wait_for()


def picture(page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def sweep(moment: str) -> None:
    """What the reminders' sweep of that moment tells."""
    with time_machine.travel(at(moment), tick=True):
        sweeping.settle(timezone.localdate())
        sweeping.sweep(timezone.localdate())
