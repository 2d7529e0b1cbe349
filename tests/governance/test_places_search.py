"""Finding places: what each kind of question answers, in which order, and by which index."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from governance.areas import codes
from governance.areas.loads.actions import load_first_places
from governance.areas.models import Area, AreaReading
from governance.areas.names import keep_readings, name_from, settle_names
from governance.areas.queries import EVERYWHERE
from governance.areas.search import find_places
from governance.areas.sounds import sound_of
from tests.factories import CANGCHANG, JIADING, JIADINGZHEN, SHANGHAI, TIANPING, XINCHENGLU, XUHUI, YINGYUAN, make_area

SANHUANGQIAO, CITY = "310114003001", "310100000000"


def found(text, **options):
    return [place.code for place in find_places(text, **options)]


# --- how names sound


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("嘉定镇街道", "jiadingzhenjiedao", "jdzjd"),
        ("重庆市", "chongqingshi", "cqs"),
        ("长沙市", "changshashi", "css"),
        ("吕梁市", "lvliangshi", "lls"),
        ("都江堰市", "dujiangyanshi", "djys"),
        ("七佛乡", "qifoxiang", "qfx"),
        ("Ａ区（3号）社区", "aqu3haoshequ", "aq3hsq"),
        ("𠮷\ue170村", "cun", "c"),
    ],
)
def test_a_name_has_the_sound_that_people_type(name, pinyin, initials):
    sound = sound_of(name)

    assert (sound.pinyin, sound.initials) == (pinyin, initials)


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("长宁区", "zhangningqu"),
        ("六安市", "liuanshi"),
        ("闵行区", "minhangqu"),
        ("吴堡县", "wubaoxian"),
        ("绿园区", "luyuanqu"),
    ],
)
def test_a_name_with_several_readings_keeps_them(name, also):
    sound = sound_of(name)

    assert also in [sound.pinyin, *(pinyin for pinyin, _ in sound.others)]


# --- what a question answers

CASES = {
    "two characters": ("嘉定", [JIADING, JIADINGZHEN]),
    "middle of a name": ("园社", [YINGYUAN]),
    "whole name": ("迎园社区居委会", [YINGYUAN]),
    "one character begins": ("徐", [XUHUI]),
    "one character inside": ("汇", []),
    "county around": ("嘉定 迎园", [YINGYUAN]),
    "any order": ("迎园 嘉定", [YINGYUAN]),
    "all around": ("上海 嘉定 新成 仓场", [CANGCHANG]),
    "elsewhere": ("徐汇 迎园", []),
    "both in its own": ("嘉定 街道", [XINCHENGLU, JIADINGZHEN]),
    "code": ("310114", [JIADING, XINCHENGLU, JIADINGZHEN, YINGYUAN, CANGCHANG, SANHUANGQIAO]),
    "whole code": (YINGYUAN, [YINGYUAN]),
    "code in parts": ("3101 14 001", [XINCHENGLU, YINGYUAN, CANGCHANG]),
    "full-width code": ("３１０１１４００３", [JIADINGZHEN, SANHUANGQIAO]),
    "code too long": (YINGYUAN + "1", []),
    "pinyin": ("jiadingz", [JIADINGZHEN]),
    "pinyin in parts": ("jia ding zhen", [JIADINGZHEN]),
    "initials": ("jdz", [JIADINGZHEN]),
    "mixed case": ("JdZ", [JIADINGZHEN]),
    "full-width letters": ("ｊｄｚ", [JIADINGZHEN]),
    "one letter": ("x", [XUHUI, XINCHENGLU]),
    "initials inside a place": ("嘉定 yy", [YINGYUAN]),
    "initials of both": ("jd yy", [YINGYUAN]),
    "letters after characters": ("嘉定yy", [YINGYUAN]),
    "punctuation": ("嘉定，", [JIADING, JIADINGZHEN]),
    "only punctuation": ("（）", []),
    "nothing": ("   ", []),
    "wildcards": ("%_", []),
    "a null byte": ("嘉\x00定", [JIADING, JIADINGZHEN]),
    "ten thousand characters": ("嘉定" * 5000, []),
    "emoji": ("😀嘉定", []),
    "rare characters": ("𠮷㐂", []),
    "the country itself": ("全国", []),
}


@pytest.mark.parametrize(("text", "wanted"), CASES.values(), ids=CASES)
def test_a_question_answers(places, text, wanted):
    assert found(text) == wanted


def test_both_readings_find_a_place(places):
    area = make_area("310105000000", "长宁区")
    keep_readings(area.pk, area.name)

    assert found("changning") == found("zhangning") == found("zn") == [area.pk]
    assert AreaReading.objects.get().level == codes.COUNTY


def test_the_askers_own_places_come_first_then_higher_levels_then_codes(places):
    make_area("310104003002", "嘉定路居委会")

    assert found("嘉定") == [JIADING, JIADINGZHEN, "310104003002"]
    assert found("嘉定", near=TIANPING) == ["310104003002", JIADING, JIADINGZHEN]
    assert [place.is_near for place in find_places("嘉定", near=places[TIANPING])] == [True, False, False]
    assert found("社区", near=[JIADINGZHEN, XUHUI])[0] == SANHUANGQIAO
    assert found("y", near=XINCHENGLU) == [YINGYUAN]


def test_a_hit_shows_its_path_without_what_only_fills_a_level(places):
    hit = find_places("迎园")[0]

    assert hit.path == ("上海市", "嘉定区", "新成路街道")
    assert hit.full_name == "上海市嘉定区新成路街道迎园社区居委会"


def test_answers_can_be_kept_inside_a_place_and_to_a_level(places):
    assert found("社区", within=JIADINGZHEN) == [SANHUANGQIAO]
    assert found("嘉定", level=codes.STREET) == [JIADINGZHEN]
    assert found("3101", level=codes.PREFECTURE) == [CITY]
    assert found("社区", limit=2) == [YINGYUAN, CANGCHANG]


def test_only_places_of_the_day_are_found(places):
    Area.objects.filter(pk=CANGCHANG).update(valid_to=date(2026, 6, 1))
    make_area("310114001003", "仓场新社区居委会", valid_from=date(2026, 6, 1))

    assert found("仓场") == ["310114001003"]
    assert found("仓场", on=date(2026, 5, 31)) == [CANGCHANG]


def test_on_a_past_day_places_are_found_by_their_names_of_then(places):
    name_from(places[YINGYUAN], "阳光社区居委会", date(2026, 7, 1), source="嘉府〔2026〕12号")
    settle_names(date(2026, 7, 1))

    assert (found("阳光"), found("迎园")) == ([YINGYUAN], [])
    assert (found("阳光", on=date(2026, 6, 30)), found("迎园", on=date(2026, 6, 30))) == ([], [YINGYUAN])
    assert find_places("yyuan"[:2], on=date(2026, 6, 30))[0].name == "迎园社区居委会"
    assert SHANGHAI in found("上海", on=date(2026, 6, 30))


@pytest.mark.parametrize("text", ["居委会", "jdz", "嘉定 社区", "310114", "x"])
def test_a_search_asks_as_often_for_three_hits_as_for_one(places, text, django_assert_num_queries):
    with connection.cursor():
        first = _statements(lambda: found(text))
    for number in (5, 6):
        make_area(f"31011400300{number}", f"嘉定镇第{number}居委会")
    second = _statements(lambda: found(text))

    assert len(second) == len(first) <= 12


# --- the whole country


def _statements(ask):
    seen = []

    def note(execute, sql, params, many, context):
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    return seen


def _plan(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(row[0] for row in cursor.fetchall())


WHOLE_COUNTRY = {
    "jdz": ("嘉定镇街道", 20),
    "jiadingz": ("嘉定镇街道", 4),
    "嘉定": ("嘉定区", 6),
    "迎园": ("迎园社区居委会", 1),
    "上海 嘉定 迎园": ("迎园社区居委会", 1),
    "嘉定 社区": ("迎园社区居委会", 20),
    "x": ("新成路街道", 20),
    "村": ("村头镇", 4),
    "社区": (None, 20),
    "村民委员会": (None, 20),
    "村民委会": (None, 20),
    "嘎查": (None, 20),
    "310114001": ("新成路街道", 13),
    "zhangning": ("长宁区", 20),
    "abcdefghij": (None, 0),
    "河北 li": (None, 20),
}


@pytest.mark.xdist_group("whole_country")
def test_the_whole_country_loads_and_is_searched_by_index(db):
    path = settings.BASE_DIR / "data/areas-cn-2023.csv.xz"
    load = load_first_places(Path(path).read_bytes(), path.name, by=None)

    assert load.counts["new"] == Area.objects.exclude(pk=codes.ROOT).count() == 665_271
    assert dict(_rows("SELECT level, count(*) FROM governance_area GROUP BY level")) == {
        0: 1,
        1: 31,
        2: 342,
        3: 2_975,
        4: 41_351,
        5: 620_572,
    }
    assert not Area.objects.filter(level__gt=0, parent=None).exists()
    assert not Area.objects.filter(pinyin="").exists()

    for text, (first, count) in WHOLE_COUNTRY.items():
        hits: list = []
        statements = _statements(lambda text=text, hits=hits: hits.extend(find_places(text, near=[JIADING])))
        assert (text, len(hits)) == (text, count)
        assert first is None or first in [hit.name for hit in hits[:6]], text
        for sql, params in statements:
            assert "Seq Scan on governance_area " not in _plan(sql, params), (text, sql)

    common = _rows(
        "SELECT pair FROM governance_area, unnest(area_bigrams(name)) AS pair WHERE level = 5 "
        "GROUP BY pair HAVING count(DISTINCT code) > 8000"
    )
    assert {pair for (pair,) in common} <= EVERYWHERE


def _rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.mark.parametrize("table", ["governance_area", "governance_person", "governance_trailentry", "cases_case"])
def test_what_is_in_byte_order_has_no_second_index_for_beginnings(db, table):
    asked = "SELECT indexname FROM pg_indexes WHERE tablename = %s AND indexdef LIKE %s"
    with connection.cursor() as cursor:
        cursor.execute(asked, [table, "%pattern_ops%"])
        assert cursor.fetchall() == []
