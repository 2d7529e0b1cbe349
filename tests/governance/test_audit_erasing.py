"""Texts of the trail are erased by their own action, and the chain stays whole."""

import uuid

import pytest
from django.utils import timezone

from governance.audit.actions import erase_details
from governance.audit.models import TrailDetail, TrailEntry
from governance.audit.verifying import verify
from governance.errors import NotPermitted, WrongState
from tests.factories import JIADING, YINGYUAN, make_account
from tests.governance.chain import act, seal

pytestmark = pytest.mark.django_db(transaction=True)


def test_erased_details_keep_the_chain_whole_and_the_erasure_is_recorded(sealed, wang):
    erase_details(sealed[2], by=wang, reason="当事人要求删除，依第四十七条")
    seal()

    report = verify()
    assert not TrailDetail.objects.filter(pk=sealed[2].pk).exists()
    assert (report.fault, report.links, report.erased) == ("", 6, 1)
    erasure = TrailEntry.objects.erasure_of(sealed[2].pk).get()
    assert (erasure.account, erasure.area_id) == (wang, YINGYUAN)
    assert erasure.detail.body == {"reason": "当事人要求删除，依第四十七条"}


def test_only_who_holds_the_verb_at_the_place_erases(sealed, wang):
    auditor = make_account("auditor", "auditor", JIADING)
    elsewhere = make_account("elsewhere", "administrator", "310104000000")

    for account in (auditor, elsewhere):
        with pytest.raises(NotPermitted):
            erase_details(sealed[2], by=account, reason="想看看")
    assert TrailDetail.objects.filter(pk=sealed[2].pk).exists()


def test_details_are_erased_once(sealed, wang):
    erase_details(sealed[2], by=wang, reason="依申请")

    with pytest.raises(WrongState):
        erase_details(sealed[2], by=wang, reason="依申请")


def test_details_with_numbers_and_rare_characters_come_back_as_they_were_digested(wang):
    values = {"share": 0.1, "large": 1e22, "tiny": 1e-7, "long": 12345678901234567890, "name": "𠮷㐂😀", "none": None}
    act(wang, key=uuid.uuid4(), on=timezone.localdate(), nested={"b": [1, 2.5], "a": {}}, **values)
    seal()

    assert verify().fault == ""
