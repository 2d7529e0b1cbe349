"""What goes with a handover: what was chosen, read by the receiver from where it is stored. Requests that lapse."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from cases.archive.disposal.purging import purge
from cases.docket.actions import void_number
from cases.docket.models import Case
from cases.documents.actions import produce_document
from cases.intake.actions import withdraw_case
from cases.ladder.actions import accept_transfer, ask_transfer, refuse_transfer
from cases.ladder.handing import offered
from cases.ladder.models import HandedItem, Transfer
from cases.mediation.endings.actions import fail_mediation
from cases.mediation.inquiry.files import store_evidence
from cases.mediation.inquiry.models import Evidence
from cases.mediation.separate.actions import write_note
from governance.audit.models import TrailEntry
from governance.errors import Invalid
from governance.files.models import StoredFile
from governance.notices.models import Notice
from tests.cases import paper
from tests.cases.agreements import in_force
from tests.cases.factories import ago, make_mediated, same_people
from tests.factories import CANGCHANG, make_account
from tests.governance.planting import found


@pytest.fixture
def hu(next_door):
    """Directs the committee next door: nothing of 迎园社区 is in reach but what is handed over."""
    return make_account("hu", "mediation_director", CANGCHANG, name="胡建")


def evidence(case, by, name):
    facts = {"kind": "photo", "provider": "刘桂珍", "taken_on": timezone.localdate(), "account": by}
    item = Evidence.objects.create(case=case, seq=case.evidence.count() + 1, name=name, **facts)
    store_evidence(ContentFile(paper.picture(60, 40), name=f"{name}.png"), item, by=by)
    return item


@pytest.fixture
def filled_case(lin, mediated_case):
    """With two photos, a document and a note of a separate meeting."""
    evidence(mediated_case, lin, "渗水照片")
    evidence(mediated_case, lin, "聊天记录")
    produce_document(mediated_case, "F03", by=lin)
    write_note(mediated_case, by=lin, party=mediated_case.parties.first(), met_at=ago(minutes=90), text="底线三万元")
    return mediated_case


def ask(case, by, receiver, *, minutes=60, **more):
    return ask_transfer(case, by=by, receiver=receiver, reason="案情复杂", asked_at=ago(minutes=minutes), **more)


def take(transfer, by):
    return accept_transfer(transfer, by=by, accepted_at=ago(minutes=30))


def source(case, word):
    return next(one.source for one in offered(case) if word in one.title)


def status(client, who, file):
    client.force_login(who)
    answer = client.get(file.get_absolute_url())
    answer.getvalue()
    return answer.status_code


def titles(case):
    return [item.title for item in case.handed_items.all()]


def file_of(case, seq):
    return case.evidence.get(seq=seq).files.get()


def test_what_was_chosen_is_read_by_the_receiver_and_stored_once(client, zhao, hu, next_door, filled_case):
    files = StoredFile.objects.count()
    transfer = ask(filled_case, zhao, next_door, items=[source(filled_case, "渗水照片")])
    chosen, kept = file_of(filled_case, 1), file_of(filled_case, 2)
    assert status(client, hu, chosen) == 404

    new = take(transfer, hu)

    assert status(client, hu, chosen) == 200
    assert status(client, hu, kept) == 404
    assert status(client, hu, filled_case.documents.get().pdf) == 404
    assert status(client, zhao, chosen) == 200
    assert StoredFile.objects.count() == files
    client.force_login(hu)
    page = client.get(new.get_absolute_url()).content.decode()
    assert "证据1 渗水照片" in page
    assert f"来自{filled_case.committee} {filled_case.number}" in page
    assert "聊天记录" not in page


def test_all_but_what_one_side_said_alone_goes_along_unless_somebody_chooses(zhao, hu, next_door, filled_case):
    new = take(ask(filled_case, zhao, next_door), hu)

    assert titles(new) == [
        "证据1 渗水照片",
        "证据2 聊天记录",
        "人民调解当事人权利义务告知书",
    ]
    assert not new.separate_notes.exists()
    assert {item.origin_id for item in new.handed_items.all()} == {filled_case.pk}


def test_who_mediates_there_and_not_in_the_case_reads_nothing_of_it(client, sun, zhao, hu, next_door, filled_case):
    new = take(ask(filled_case, zhao, next_door), hu)
    assert status(client, sun, file_of(filled_case, 1)) == 404
    page = client.get(new.get_absolute_url())
    assert page.status_code == 200
    assert "渗水照片" not in page.content.decode()
    assert client.get(filled_case.get_absolute_url()).status_code == 404


def test_what_was_withdrawn_before_the_answer_stays_behind(zhao, hu, next_door, filled_case):
    transfer = ask(filled_case, zhao, next_door)
    filled_case.evidence.filter(seq=2).update(withdrawn_at=timezone.now(), withdrawn_reason="与本案无关")

    assert titles(take(transfer, hu)) == [
        "证据1 渗水照片",
        "人民调解当事人权利义务告知书",
    ]


def test_a_thing_of_another_case_is_not_handed_over(zhao, next_door, filled_case):
    with pytest.raises(Invalid) as refused:
        ask(filled_case, zhao, next_door, items=["evidence-999999"])
    assert refused.value.field == "items"


def test_a_refused_transfer_hands_nothing_over(client, zhao, hu, next_door, filled_case):
    refuse_transfer(ask(filled_case, zhao, next_door), by=hu, reason="请先鉴定")
    assert not HandedItem.objects.exists()
    assert status(client, hu, file_of(filled_case, 1)) == 404


def test_it_may_be_handed_on_and_still_lies_where_it_was_stored(client, zhao, hu, committee, next_door, filled_case):
    new = take(ask(filled_case, zhao, next_door), hu)
    again = accept_transfer(ask(new, hu, committee, minutes=20), by=zhao, accepted_at=ago(minutes=10))

    assert [item.origin_id for item in again.handed_items.all()] == [filled_case.pk] * 3


def gone(case, by):
    Case.objects.filter(pk=case.pk).update(procedure="archived", archive="destroyed")
    return purge(Case.objects.get(pk=case.pk), by=by, reason="保管期满")


def test_the_receiver_keeps_its_items_when_the_senders_volume_is_destroyed(
    client, zhao, hu, officer, next_door, filled_case
):
    chosen, kept = file_of(filled_case, 1), file_of(filled_case, 2)
    new = take(ask(filled_case, zhao, next_door, items=[source(filled_case, "渗水照片")]), hu)

    gone(filled_case, officer)
    assert status(client, hu, chosen) == 200
    assert status(client, zhao, chosen) == 404
    assert not StoredFile.objects.kept().filter(pk=kept.pk).exists()
    assert found("files.subjects") == []

    gone(new, officer)
    assert not StoredFile.objects.kept().filter(pk=chosen.pk).exists()
    assert not HandedItem.objects.exists()


def test_the_sender_keeps_its_files_when_the_receivers_volume_is_destroyed(
    client, zhao, hu, officer, next_door, filled_case
):
    new = take(ask(filled_case, zhao, next_door), hu)
    gone(new, officer)

    assert status(client, zhao, file_of(filled_case, 1)) == 200
    assert Transfer.objects.get().state == "accepted"


def test_the_form_offers_the_materials_ticked(client, zhao, next_door, filled_case):
    client.force_login(zhao)
    url = reverse("cases:ask_transfer", args=[filled_case.pk])
    page = client.get(url).content.decode()
    assert "渗水照片（证据材料" in page
    assert "底线三万元" not in page
    asked = timezone.localtime(ago(minutes=20)).strftime("%Y-%m-%dT%H:%M")
    sent = {
        "receiver": next_door.pk,
        "reason": "案情复杂",
        "asked_at": asked,
        "items": [source(filled_case, "聊天记录")],
    }
    answer = client.post(url, {**sent, "version": filled_case.version})
    assert answer.status_code == 302, answer.content.decode()
    assert [item.title for item in Transfer.objects.get().items.all()] == ["证据2 聊天记录"]
    assert "证据2 聊天记录" in client.get(Transfer.objects.get().get_absolute_url()).content.decode()


def test_a_request_lapses_with_the_act_that_ends_the_case(client, lin, zhao, hu, next_door, filled_case):
    transfer = ask(filled_case, zhao, next_door)
    client.force_login(hu)
    assert transfer.get_absolute_url() in client.get("/").content.decode()

    fail_mediation(filled_case, by=lin, happened_at=ago(minutes=40), told_by="face", remedies=("court",))

    transfer.refresh_from_db()
    assert (transfer.state, transfer.answered_by, transfer.answer) == ("lapsed", lin, "本案调解不成，移交请求失效")
    assert transfer.letter.reply == ""
    assert transfer.get_absolute_url() not in client.get("/").content.decode()
    assert not HandedItem.objects.exists()
    assert not Notice.objects.filter(rung="transfer.asked").standing().exists()
    assert set(Notice.objects.filter(rung="transfer.lapsed").values_list("recipient", flat=True)) == {hu.pk}
    assert TrailEntry.objects.filter(verb="case.transfer_lapsed", account=lin).count() == 1
    assert "已失效" in client.get(transfer.get_absolute_url()).content.decode()


def test_a_request_lapses_when_the_applicant_withdraws_or_the_parties_agree(
    lin, zhao, next_door, filled_case, committee
):
    other = make_mediated(lin, zhao, committee, entries=same_people(filled_case))
    withdrawn, agreed = ask(filled_case, zhao, next_door), ask(other, zhao, next_door)

    withdraw_case(filled_case, by=lin, happened_at=ago(minutes=10), settled_privately=False, asked_by="申请人刘桂珍")
    in_force(other, lin)

    for transfer, why in ((withdrawn, "撤回申请"), (agreed, "达成协议")):
        transfer.refresh_from_db()
        assert (transfer.state, transfer.answer) == ("lapsed", f"本案{why}，移交请求失效")


def test_a_request_lapses_with_a_number_that_is_void(zhao, officer, next_door, filled_case):
    transfer = ask(filled_case, zhao, next_door)
    void_number(filled_case, by=officer, reason="重复登记")
    transfer.refresh_from_db()
    assert (transfer.state, transfer.answer) == ("lapsed", "本案案号作废，移交请求失效")
