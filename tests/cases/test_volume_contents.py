"""The volume of each scenario holds what domain/mediation.md 3.2 asks of its outcome, in its order, and no more."""

import io
import os
from pathlib import Path

import pytest
import time_machine
from pypdf import PdfReader

from cases.archive.actions import bind_volume
from cases.archive.required import missing_from
from cases.demo import scenario_1, scenario_2, scenario_3, scenario_4, scenario_5
from cases.demo.acts import complete_papers
from cases.demo.after_signature import AFTER
from cases.demo.story import Stage, at, play
from cases.documents.actions import produce_document
from cases.risk.actions import assess_risk
from tests.cases.scenario_world import earlier_numbers, make_world
from tests.cases.test_scenarios_after import fresh, on
from tests.cases.test_scenarios_closing import close

KEPT = os.environ.get("VOLUMES", "")  # a folder: each volume is left there to be looked at


def calm(stage, moment, level):
    words = {"reason": "两次回访均平静"} if level == 0 else {"narrative": "情绪激动。", "measures": "已释明诉讼途径。"}
    with on(moment):
        assess_risk(stage.case, by=stage.zhou, assessed_at=at(moment), level=level, **words)


def s1(stage):
    earlier_numbers(stage.community, 7)
    play(stage, scenario_1.EVENTS)
    play(stage, AFTER[scenario_1])
    close(stage, "2026-05-18", stage.qian, stage.qian)
    return stage.sun, "2026-05-20"


def s2(stage):
    earlier_numbers(stage.community, 2)
    play(stage, scenario_2.EVENTS)
    play(stage, AFTER[scenario_2][:1])
    with on("2026-04-08 09:40"):
        for form in ("F12", "F12.commitment"):
            about = f"agreement-{stage.kept['agreement'].pk}"
            produce_document(fresh(stage), form, about=about, by=stage.qian)
    play(stage, AFTER[scenario_2][1:])
    close(stage, "2026-05-22", stage.qian, stage.qian)
    return stage.he, "2026-05-29"


def s3(stage):
    earlier_numbers(stage.street, 26)
    play(stage, scenario_3.EVENTS)
    play(stage, AFTER[scenario_3])
    calm(stage, "2026-05-28 20:00", 0)
    close(stage, "2026-05-29", stage.zhou, stage.zhou)
    return stage.wu, "2026-06-03"


def s4(stage):
    """Put in a volume of its own instead of the month's register, as a committee may (3.2, config)."""
    earlier_numbers(stage.community, 14)
    play(stage, scenario_4.EVENTS)
    play(stage, AFTER[scenario_4])
    with on("2026-05-18 10:10"):
        offer = fresh(stage).agreements.get()
        produce_document(stage.case, "F10", about=f"agreement-{offer.pk}", by=stage.sun)
    close(stage, "2026-05-18", stage.qian, stage.qian, "11:00")
    return stage.sun, "2026-05-29"


def s5(stage):
    earlier_numbers(stage.street, 40)
    play(stage, scenario_5.EVENTS)
    calm(stage, "2026-07-08 16:00", 1)
    with on("2026-07-08 16:10"):
        produce_document(fresh(stage), "F18.termination", by=stage.zhou)
        produce_document(fresh(stage), "F18.remedies", by=stage.zhou)
    close(stage, "2026-07-10", stage.zhou, stage.zhou)
    return stage.wu, "2026-07-15"


FILED = ("告知书", "身份证明")
AGREED = ("人民调解记录（1）", "人民调解记录（2）", "人民调解协议书", "人民调解回访记录")
CONTENTS = {
    s1: ("人民调解申请书", *FILED, "授权委托书", "调查记录", *AGREED, "回访记录（2）", "结案报告表"),
    s2: ("口头申请笔录", *FILED, "调查记录", *AGREED, "司法确认申请书", "司法确认承诺书", "结案报告表"),
    s3: ("人民调解申请书", *FILED, "调查记录（1）", *AGREED, "回访记录（2）", "结案报告表"),
    s4: ("口头申请笔录", *FILED, "人民调解记录", "口头协议登记表", "回访记录", "结案报告表"),
    s5: ("人民调解申请书", *FILED, "人民调解记录（3）", "终止调解通知书", "救济途径告知书", "结案报告表"),
}
NOT_IN_IT = {
    s1: ("司法确认", "口头", "终止"),
    s2: ("终止",),
    s3: ("司法确认", "授权委托书", "终止"),
    s4: ("协议书", "司法确认", "终止"),
    s5: ("协议", "回访", "司法确认"),
}


@pytest.mark.parametrize("story", CONTENTS)
def test_the_volume_holds_what_its_outcome_asks_for_in_order_on_the_pages_that_the_catalogue_says(story, places):
    with time_machine.travel(at("2026-01-05 09:00")):
        stage = Stage(make_world())
    clerk, day = story(stage)
    with on(f"{day} 08:30"):
        complete_papers(fresh(stage), by=clerk)
    with on(f"{day} 09:00"):
        volume = bind_volume(fresh(stage), by=clerk, filed_at=at(f"{day} 09:00"))
    with volume.pdf.open() as bound:
        content = bound.read()
    if KEPT:
        Path(KEPT, f"{story.__name__}.pdf").write_bytes(content)
    pages = [page.extract_text().replace(" ", "").replace("\n", "") for page in PdfReader(io.BytesIO(content)).pages]
    titles = [line[0] for line in volume.catalogue]
    lying = [next((n for n, title in enumerate(titles) if word in title), word) for word in CONTENTS[story]]

    assert (missing_from(stage.case), volume.problems) == ([], [])
    assert [one for one in lying if isinstance(one, str)] == []
    assert lying == sorted(lying)
    assert not [title for title in titles for word in NOT_IN_IT[story] if word in title]
    assert len(set(titles)) == len(titles)
    assert ("人民调解卷宗" in pages[0], "卷内目录" in pages[1]) == (True, True)
    assert f"共{len(titles)}件文书，{volume.pages}页" in pages[-1]
    for title, first, _, _ in volume.catalogue:
        assert title.partition("（")[0][-5:] in pages[1 + first]
