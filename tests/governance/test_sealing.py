"""Sealed values: nothing readable at rest, nothing silently lost, keys that change while the portal serves."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from governance.sealing.blind_index import all_digests, current_digest, lock_number
from governance.sealing.keys import SealingError, index_keys, require_keys, sealing_keys
from governance.sealing.seal import Sealed, open_seal, seal


def key(key_id, letter, length=32):
    return f"{key_id}:{base64.b64encode(letter.encode() * length).decode()}"


@given(st.text())
def test_what_is_sealed_opens_again_and_is_nowhere_in_the_token(text):
    sealed = seal(text, purpose="test.column")

    assert sealed.open() == text
    assert len(text) < 4 or text not in sealed.token


def test_the_same_text_is_sealed_differently_each_time():
    assert seal("310199197803149039", purpose="a.b").token != seal("310199197803149039", purpose="a.b").token


def test_a_sealed_value_shows_nothing_of_itself():
    sealed = seal("310199197803149039", purpose="a.b")

    assert f"{sealed}" == repr(sealed) == "〔已封存〕"


def test_a_value_moved_to_another_column_does_not_open():
    sealed = seal("19900000101", purpose="phone.number")

    with pytest.raises(SealingError, match=r"person\.note"):
        open_seal(sealed.token, purpose="person.note")


def test_a_changed_byte_is_noticed():
    token = seal("19900000101", purpose="a.b").token
    flipped = token[:-10] + ("A" if token[-10] != "A" else "B") + token[-9:]

    with pytest.raises(SealingError, match="数据被改动"):
        open_seal(flipped, purpose="a.b")


@pytest.mark.parametrize("token", ["", "310199197803149039", "sm4.1", "des.1.AAAA", "sm4.1.AAAA", "sm4.1.%%%"])
def test_what_is_no_seal_is_never_read_as_a_blank(token):
    with pytest.raises(SealingError):
        open_seal(token, purpose="a.b")


def test_the_cipher_is_a_setting_and_old_values_still_open(settings):
    chinese = seal("甲", purpose="a.b")
    settings.SEALING_CIPHER = "AES-256-GCM"
    american = seal("乙", purpose="a.b")

    assert (chinese.token[:4], american.token[:4]) == ("sm4.", "aes.")
    assert (chinese.open(), american.open()) == ("甲", "乙")


def test_sm4_gcm_opens_the_example_of_rfc_8998():
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    encryptor = Cipher(
        algorithms.SM4(bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")),
        modes.GCM(bytes.fromhex("00001234567800000000ABCD")),
    ).encryptor()
    encryptor.authenticate_additional_data(bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"))
    plain = bytes.fromhex("".join(pair * 8 for pair in ("AA", "BB", "CC", "DD", "EE", "FF", "EE", "AA")))
    encryptor.update(plain)
    encryptor.finalize()

    assert encryptor.tag.hex().upper() == "83DE3541E4C2B58177E065A9BF7B62EC"


def test_a_missing_key_is_named(settings):
    settings.SEALING_KEYS = [key("old", "o")]
    sealed = seal("甲", purpose="a.b")
    settings.SEALING_KEYS = [key("new", "n")]

    with pytest.raises(SealingError, match="SEALING_KEYS 中没有编号为“old”的密钥"):
        sealed.open()


def test_a_wrong_key_under_a_known_id_is_named(settings):
    settings.SEALING_KEYS = [key("k1", "o")]
    sealed = seal("甲", purpose="a.b")
    settings.SEALING_KEYS = [key("k1", "x")]

    with pytest.raises(SealingError, match="“k1”"):
        sealed.open()


@pytest.mark.parametrize("name", ["SEALING_KEYS", "INDEX_KEYS"])
@pytest.mark.parametrize(
    ("pairs", "complaint"),
    [
        ([], "是空的"),
        (["1:not base64"], "base64"),
        ([key("1", "a", 8)], "不足"),
        ([key("1", "a"), key("1", "b")], "重复"),
        ([key("a.b", "a")], "编号只能是"),
    ],
)
def test_wrong_keys_stop_the_start_by_the_name_of_the_setting(settings, name, pairs, complaint):
    setattr(settings, name, pairs)

    with pytest.raises(ImproperlyConfigured, match=f"{name}.*{complaint}") as stopped:
        require_keys()
    assert "base64," not in str(stopped.value)
    assert not any(pair.partition(":")[2] in str(stopped.value) for pair in pairs)


def test_an_unknown_cipher_stops_the_start(settings):
    settings.SEALING_CIPHER = "ROT13"

    with pytest.raises(ImproperlyConfigured, match="SEALING_CIPHER"):
        require_keys()


def test_columns_do_not_share_keys():
    assert sealing_keys().derived(sealing_keys().current, "seal:sm4:a", 16) != sealing_keys().derived(
        sealing_keys().current, "seal:sm4:b", 16
    )


def test_a_digest_finds_its_text_under_every_active_key(settings):
    settings.INDEX_KEYS = [key("1", "a")]
    stored = current_digest("gb11643:x", purpose="p")
    settings.INDEX_KEYS = [key("2", "b"), key("1", "a")]

    assert stored in all_digests("gb11643:x", purpose="p")
    assert current_digest("gb11643:x", purpose="p").startswith("2.")
    assert all_digests("gb11643:x", purpose="p") != all_digests("gb11643:x", purpose="q")


def test_processes_on_either_side_of_a_key_change_take_the_same_lock(settings):
    settings.INDEX_KEYS = [key("1", "a"), key("2", "b")]
    before = lock_number("gb11643:x", purpose="p")
    settings.INDEX_KEYS = [key("2", "b"), key("1", "a")]

    assert lock_number("gb11643:x", purpose="p") == before
    assert before < 2**63
    assert index_keys().ids == ("2", "1")


def test_a_sealed_value_belongs_to_one_purpose():
    assert Sealed("sm4.7.AAAA", "a.b").key_id == "7"
