"""The suggested type: a table of words, and the reason told with it."""

import pytest

from cases.intake.suggestion import suggest, unknown_rows


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("楼上卫生间漏水，天花板发霉", "邻里纠纷·漏水"),
        ("楼上邻居半夜用跑步机，音响很吵", "邻里纠纷·噪音"),
        ("租房到期，房东不退押金", "合同纠纷·租赁"),
        ("父亲去世，兄弟姐妹为遗产继承发生争执", "婚姻家庭纠纷·继承"),
        ("业主拖欠物业费十八个月", "物业纠纷·物业费"),
        ("小区停车费涨价，与物业公司争执", "物业纠纷·停车"),
        ("被邻居家的狗咬伤，要求赔医药费", "损害赔偿纠纷·宠物致害"),
        ("健身房办卡后关门", "其他消费纠纷·预付卡"),
        ("包工头拖欠农民工工资", "拖欠农民工工资纠纷"),
    ],
)
def test_a_text_suggests_the_type_of_which_it_says_most(text, label):
    assert suggest(text).label == label


def test_the_reason_names_the_words_that_decided():
    assert suggest("卫 生间漏\n水").reason == "因为文中有“漏水”"


@pytest.mark.parametrize("text", ["", "双方有一些事情要谈", "𠮷" * 2000])
def test_a_text_without_known_words_suggests_nothing(text):
    assert suggest(text) is None


def test_every_row_of_the_table_is_of_the_code_lists():
    assert unknown_rows() == []
