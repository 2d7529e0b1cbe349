"""The street's board at 1280 with the five scenarios in it, as they stood on 12 July 2026: who is late, and why.

Two are late with the mediation, two with the visit after the agreement.
"""

import pytest
import time_machine

from cases.demo import scenario_1, scenario_2, scenario_3, scenario_4, scenario_5
from cases.demo.story import Stage, at, play
from tests.browser.conftest import DESK, grave_faults, overflow
from tests.browser.story import picture
from tests.cases.scenario_world import LONG_SINCE, STREET, make_world
from tests.factories import make_account

DAY = "2026-07-12 09:00"
HERE, ABOVE = "梧桐里社区人民调解委员会", "新桐街道人民调解委员会"
LEAK, FEE = "刘桂珍与马俊、高洁漏水纠纷", "云川和居物业服务有限公司与陈志远物业费纠纷"
RENT, NOISE = "林小雨与徐国庆租赁纠纷", "王秀英、李强与赵磊噪音纠纷"
HEIRS = "沈玉兰与黄海、黄静、黄子轩继承纠纷"
# fmt: off
ROWS = [  # number, case, type, state, time limit, host, committee, received
    ["（2026）云新人调字第2号", HEIRS, "婚姻家庭纠纷", "调解中", "2026-07-13 还有 1 天", "周敏", ABOVE, "2026-06-08"],
    ["未编号", HEIRS, "婚姻家庭纠纷", "移送引导", "—", "—", HERE, "2026-06-08"],
    ["（2026）云梧人调字第3号", RENT, "合同纠纷", "达成协议", "2026-05-24 已逾期 49 天", "孙丽华", HERE, "2026-05-09"],
    ["（2026）云新人调字第1号", NOISE, "邻里纠纷", "达成协议", "2026-05-08 已逾期 65 天", "周敏", ABOVE, "2026-04-13"],
    ["（2026）云梧人调字第2号", FEE, "物业纠纷", "调解中", "2026-04-07 已逾期 96 天", "钱卫东", HERE, "2026-03-02"],
    ["（2026）云梧人调字第1号", LEAK, "邻里纠纷", "调解中", "2026-03-20 已逾期 114 天", "钱卫东", HERE, "2026-01-31"],
]
# fmt: on


@pytest.fixture
def street(places, live_server):
    """Two stories that were left lying, two that ended well, one that ends tomorrow; the street's staff looks on."""
    with time_machine.travel(at("2026-01-05 09:00")):
        world = make_world()
    for scenario, until in ((scenario_2, 9), (scenario_1, 6), (scenario_3, 11), (scenario_4, 5), (scenario_5, 8)):
        play(Stage(world), scenario.EVENTS, until=until)
    return make_account("jiedao", "street_staff", STREET, name="周街道", **LONG_SINCE)


def rows_of(page):
    """The words of each row's cells, in some order; of the state only the first."""
    rows = [[cell.strip() for cell in row.inner_text().split("\t")] for row in page.locator("tbody tr").all()]
    return sorted([*row[:3], row[3].split()[0], *row[4:]] for row in rows)


def cases_of(page):
    return [row[1] for row in rows_of(page)]


def test_the_streets_board_shows_who_is_late_and_each_filter_has_its_address(
    page, live_server, sign_in, street, complaints
):
    with time_machine.travel(at(DAY), tick=True):
        page.clock.set_fixed_time(at(DAY))
        page.set_viewport_size(DESK)
        sign_in(street)
        page.goto(f"{live_server.url}/cases/")
        picture(page, "board")

        assert rows_of(page) == sorted(ROWS)
        tiles = [tile.inner_text().split("\n") for tile in page.locator(".figures a").all()]
        assert [tile for tile in tiles if tile[0] != "0"] == [["4", "已逾期"], ["1", "3 天内到期"], ["3", "调解中"]]
        assert (overflow(page), grave_faults(page)) == ([], [])

        page.get_by_role("link", name="已逾期").click()
        page.wait_for_url("**late=overdue**")
        assert sorted(cases_of(page)) == sorted([FEE, LEAK, RENT, NOISE])
        page.goto(f"{live_server.url}/cases/?late=overdue&dispute_type=D02&host=钱卫东")
        assert cases_of(page) == [LEAK]
        picture(page, "board-filtered")
        page.goto(f"{live_server.url}/cases/?party=hj&procedure=mediating&sort=due_on")
        assert cases_of(page) == [HEIRS]

        page.get_by_role("link", name=HEIRS).click()
        page.get_by_role("heading", name=HEIRS).wait_for()
        assert (
            page.locator("#sessions, #agreement, #separate").count() == 0
        )  # the street's staff sees, and reads no file
        picture(page, "board-case")
        assert (overflow(page), complaints) == ([], [])
