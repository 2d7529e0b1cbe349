"""Numbers and names as the standards define them, held against naive second readings of the same standards."""

import string
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.errors import Invalid
from governance.identifiers import credit_code, masks, resident_id
from governance.identifiers.credit_code import parse_credit_code
from governance.identifiers.documents import DocumentKind, parse_document, readings
from governance.identifiers.names import parse_organisation_name, parse_person_name, sound_of
from governance.identifiers.phones import parse_phone
from governance.identifiers.resident_id import Sex, parse_resident_id, require_agreement
from governance.identifiers.typed import free_text, holds_identifier

TODAY = date(2026, 11, 22)
SCENARIO_IDS = [
    ("31019919890722902X", Sex.FEMALE, date(1989, 7, 22)),
    ("310199197803149039", Sex.MALE, date(1978, 3, 14)),
    ("31019919550218902X", Sex.FEMALE, date(1955, 2, 18)),
    ("310199198205119037", Sex.MALE, date(1982, 5, 11)),
    ("310199199611039029", Sex.FEMALE, date(1996, 11, 3)),
    ("310199196108309024", Sex.FEMALE, date(1961, 8, 30)),
    ("310199198601199032", Sex.MALE, date(1986, 1, 19)),
    ("31019920140615903X", Sex.MALE, date(2014, 6, 15)),
    ("11010519491231002X", Sex.FEMALE, date(1949, 12, 31)),
]


def with_check(first_17):
    """GB 11643 by its other definition (ISO 7064 MOD 11-2): the weighted sum of all 18 leaves 1 on division by 11."""
    for character in "0123456789X":
        digits = [10 if one == "X" else int(one) for one in first_17 + character]
        if sum(digit * pow(2, 17 - place, 11) for place, digit in enumerate(digits)) % 11 == 1:
            return first_17 + character
    raise AssertionError("every 17 digits have a check character")


@st.composite
def resident_ids(draw):
    area = draw(st.sampled_from(sorted(resident_id.PROVINCES))) + draw(st.text("0123456789", min_size=4, max_size=4))
    born = draw(st.dates(date(1897, 1, 1), TODAY))
    return with_check(f"{area}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"), born


@pytest.mark.parametrize(("number", "sex", "born_on"), SCENARIO_IDS)
def test_a_resident_id_tells_sex_and_birth(number, sex, born_on):
    parsed = parse_resident_id(number, today=TODAY)

    assert (parsed.number, parsed.sex, parsed.born_on) == (number, sex, born_on)


def test_the_second_example_of_the_standard_passes_in_its_own_time():
    assert parse_resident_id("440524188001010014", today=date(2000, 1, 1)).born_on == date(1880, 1, 1)
    with pytest.raises(Invalid, match="超过 130 年"):
        parse_resident_id("440524188001010014", today=TODAY)


@given(resident_ids())
def test_every_well_made_number_passes(made):
    number, born = made

    assert parse_resident_id(number, today=TODAY).born_on == born


@given(resident_ids(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(made, place, shift):
    number = made[0]
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]

    with pytest.raises(Invalid):
        parse_resident_id(wrong, today=TODAY)


@given(resident_ids(), st.integers(0, 15))
def test_two_neighbours_exchanged_never_pass(made, place):
    number = made[0]
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        with pytest.raises(Invalid):
            parse_resident_id(swapped, today=TODAY)


def refusal_of(kind, text):
    try:
        parse_document(kind, text, today=TODAY)
    except Invalid as refusal:
        return refusal
    return None


@given(st.text(max_size=40))
def test_any_text_is_either_a_number_or_refused_with_a_sentence(text):
    for kind in DocumentKind:
        refusal = refusal_of(kind, text)
        assert refusal is None or (refusal.message.endswith("。") and refusal.field == "number")


@pytest.mark.parametrize(
    "typed",
    [
        "31019919890722902x",
        "310199 19890722 902X",
        "３１０１９９１９８９０７２２９０２Ｘ",
        "\u3000310199\u200b19890722902ｘ ",
    ],
)
def test_what_keyboards_do_to_a_number_is_undone(typed):
    assert parse_resident_id(typed, today=TODAY).number == "31019919890722902X"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("310199197803149038", "校验码不对"),
        ("31019919780314903", "现有 17 位"),
        ("310199197802309031", "不是真实的日期"),
        (with_check("31019920270101901"), "在今天之后"),
        (with_check("31019918950101901"), "超过 130 年"),
        (with_check("99019919780314903"), "外国人永久居留"),
        (with_check("81000019780314903"), "港澳台居民居住证"),
        (with_check("16019919780314903"), "省级代码"),
        ("310199780314903", "停用"),
        ("3101991978031４903吉", "应为 18 位"),
    ],
)
def test_a_wrong_number_is_told_what_is_wrong(typed, sentence):
    with pytest.raises(Invalid, match=sentence):
        parse_resident_id(typed, today=TODAY)


def test_fifteen_digits_count_only_in_imported_history_and_mean_the_same_person():
    imported = parse_resident_id("310199780314903", today=TODAY, imported=True)

    assert imported.number == "310199197803149039"


def test_an_age_of_130_passes_and_131_does_not():
    assert parse_resident_id(with_check("31019918961122901"), today=TODAY)
    with pytest.raises(Invalid, match="130"):
        parse_resident_id(with_check("31019918951122901"), today=TODAY)


def test_sex_and_birth_must_agree_with_the_number():
    parsed = parse_resident_id("310199197803149039", today=TODAY)

    require_agreement(parsed, sex="male", born_on=date(1978, 3, 14))
    with pytest.raises(Invalid, match="性别"):
        require_agreement(parsed, sex="female")
    with pytest.raises(Invalid, match="出生日期"):
        require_agreement(parsed, born_on=date(1978, 3, 15))


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("residence_permit", with_check("83000019780314903"), with_check("83000019780314903")),
        ("permanent_resident", with_check("93184019780314903"), with_check("93184019780314903")),
        ("permanent_resident", "usa310012345678", "USA310012345678"),
        ("hk_macao_permit", "h12345678", "H12345678"),
        ("hk_macao_permit", "M1234567801", "M1234567801"),
        ("taiwan_permit", "12345678", "12345678"),
        ("passport", "EA 1234567", "EA1234567"),
        ("military", "军字第1234567号", "军字第1234567号"),
        ("other", "（沪）A-1234", "(沪)A-1234"),
    ],
)
def test_other_documents_are_checked_by_their_shape(kind, typed, stored):
    assert parse_document(kind, typed, today=TODAY).number == stored


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("residence_permit", "310199197803149039"),
        ("permanent_resident", "310199197803149039"),
        ("hk_macao_permit", "A12345678"),
        ("taiwan_permit", "1234567"),
        ("passport", "ABCDEFG"),
        ("military", "1234567"),
        ("other", "a\x00bcd"),
        ("dog_licence", "12345678"),
        ("passport", ""),
    ],
)
def test_other_documents_of_another_shape_are_refused(kind, typed):
    with pytest.raises(Invalid):
        parse_document(kind, typed, today=TODAY)


def test_a_number_is_found_whatever_kind_it_was_registered_as():
    kinds = {document.kind for document in readings("310199780314903", today=TODAY)}
    digested = {document.index_text for document in readings("310199197803149039", today=TODAY)}

    assert DocumentKind.RESIDENT_ID in kinds
    assert "gb11643:310199197803149039" in digested


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("199 0000 0101", "19900000101"),
        ("+86 19900000101", "19900000101"),
        ("0086-199-0000-0101", "19900000101"),
        ("8619900000101", "19900000101"),
        ("１９９０００００１０１", "19900000101"),
        ("021-61234567", "021-61234567"),
        ("(021)61234567-801", "021-61234567-801"),
        ("02161234567", "021-61234567"),
        ("05511234567", "0551-1234567"),
        ("010－61234567", "010-61234567"),
    ],
)
def test_a_phone_is_stored_one_way_however_it_is_typed(typed, stored):
    assert parse_phone(typed) == stored


@pytest.mark.parametrize("typed", ["400-820-1234", "8008201234", "12345", "962200"])
def test_service_and_short_numbers_are_for_organisations(typed):
    assert parse_phone(typed, of_organisation=True).isdigit()
    with pytest.raises(Invalid, match="单位"):
        parse_phone(typed)


@pytest.mark.parametrize("typed", ["", "12900000101", "1990000010", "61234567", "021-612345678", "电话", "1" * 10_000])
def test_what_is_no_phone_is_refused(typed):
    with pytest.raises(Invalid):
        parse_phone(typed, of_organisation=True)


def credit_check_oracle(code):
    """GB 32100 9.3 by trial: the character that makes the weighted sum of all 18 divisible by 31."""
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    total = sum(credit_code.ALPHABET.index(one) * weight for one, weight in zip(code[:17], weights, strict=True))
    return next(one for one in credit_code.ALPHABET if (total + credit_code.ALPHABET.index(one)) % 31 == 0)


@given(st.sampled_from("123456789ANY"), st.text(credit_code.ALPHABET, min_size=16, max_size=16))
def test_the_credit_code_check_agrees_with_the_printed_weights(first, rest):
    code = first + rest + credit_check_oracle(first + rest)

    assert parse_credit_code(code.lower()).code == code


def test_the_example_of_the_credit_code_standard_passes_both_checks():
    parsed = parse_credit_code("91350100M000100Y43")

    assert (parsed.department, parsed.warning) == ("市场监管", "")
    assert parse_credit_code("91310199MA1X00A10C").warning == ""


def test_a_wrong_check_at_17_warns_and_at_18_refuses():
    body = "91350100M000100Y5"
    doubtful = parse_credit_code(body + credit_check_oracle(body))

    assert "第 17 位" in doubtful.warning
    with pytest.raises(Invalid, match="第 18 位"):
        parse_credit_code("91350100M000100Y44")


@pytest.mark.parametrize("typed", ["9135010OM000100Y43", "81350100M000100Y4", "", "B1350100M000100Y43"])
def test_impossible_credit_codes_are_refused(typed):
    with pytest.raises(Invalid):
        parse_credit_code(typed)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("陈志远", "陈志远"),
        ("陈\u3000志　远 ", "陈志远"),
        ("买买提•艾力", "买买提·艾力"),
        ("𠮷野㐂", "𠮷野㐂"),
        ("Ｊohn  Smith", "John Smith"),
        ("O'Neill-Brown", "O'Neill-Brown"),
        ("王二〇", "王二〇"),
    ],
)
def test_names_as_people_have_them_are_kept(typed, stored):
    assert parse_person_name(typed) == stored


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("陈", "2 至 20"),
        ("陈" * 21, "现有 21 个字"),
        ("陈" * 10_000, "现有 10000 个字"),
        ("陈😀", "表情或图形符号“😀”"),
        ("陈\x00远", "控制字符"),
        ("陈志远2", "只能用汉字"),
        ("··", "只能用汉字"),
        ("=CMD()", "只能用汉字"),
    ],
)
def test_what_is_no_name_is_refused_with_a_sentence(typed, sentence):
    with pytest.raises(Invalid, match=sentence):
        parse_person_name(typed)


def test_an_organisation_name_gets_full_width_brackets():
    assert parse_organisation_name("云川和居物业(上海)有限公司") == "云川和居物业（上海）有限公司"


@given(st.text(string.printable + "陈志远𠮷　·", max_size=40))
def test_a_name_that_passes_passes_again_unchanged(text):
    try:
        name = parse_person_name(text)
    except Invalid:
        return
    assert parse_person_name(name) == name


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("陈志远", ("chenzhiyuan", "czy")),
        ("买买提·Ali 2世", ("maimaitiali2shi", "mmtali2s")),  # of what is no Chinese character all is kept
        ("重庆路ABC超市", ("chongqingluabcchaoshi", "cqlabccs")),
        ("赵嗯", ("zhaon", "zn")),
    ],
)
def test_a_name_is_found_by_sound_and_initials(name, sound):
    assert (sound_of(name).pinyin, sound_of(name).initials) == sound


def test_masks_show_the_ends_and_no_more():
    assert masks.mask_document("310199197803149039") == "310199********9039"
    assert masks.mask_document("EA1234567") == "EA*****67"
    assert masks.mask_phone("19900000101") == "199****0101"
    assert masks.mask_phone("021-61234567-801") == "021-******67-***"


def test_a_mask_with_the_year_of_birth_leaves_dozens_of_numbers_possible():
    number, born = "310199197803149039", date(1978, 3, 14)
    days = (date(born.year, 1, 1) + timedelta(days=count) for count in range(365))
    fitting = [
        day
        for day in days
        if with_check(f"{number[:6]}{day:%Y%m%d}{number[14:17]}") == number[:6] + f"{day:%Y%m%d}" + number[14:]
    ]

    assert born in fitting
    assert len(fitting) >= 30


@pytest.mark.parametrize(
    "text",
    [
        "身份证310199197803149039",
        "号码 310199 19780314 9039",
        "电话：19900000101",
        "199-0000-0101",
        "３１０１９９１９７８０３１４９０３９",
    ],
)
def test_an_identifier_written_into_a_note_is_refused(text):
    assert holds_identifier(text)
    with pytest.raises(Invalid, match="不要填写证件号码"):
        free_text(text, field="note", longest=200)


@pytest.mark.parametrize("text", ["12幢302室", "（2026）云梧人调字第8号", "91310199MA1X00A10C", "3300.00元"])
def test_other_figures_in_a_note_are_kept(text):
    assert free_text(f" {text}　", field="note", longest=200) == text
