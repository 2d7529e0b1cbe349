"""What someone types to find a place, word by word, and what each word means in SQL. No database here."""

import re
from dataclasses import dataclass
from unicodedata import normalize

LONGEST = 60  # characters of a question that are read
MOST_WORDS = 4
DROPPED = re.compile(r"[()、·.,，。_\-'’‘\"“”；;:：/\\|%]+")

# Pairs of characters in more than 8,000 names, spread over the whole country (measured on the list of 2023; a test
# holds them against it). An index of pairs does not narrow these: the first rows in order have them already.
EVERYWHERE = {
    *("委会", "村委", "委员", "员会", "民委", "村民", "村村", "社区", "区居"),
    *("居委", "居民", "街道", "庄村", "山村", "沟村", "家村", "子村", "河村"),
}


PINYIN = "(a.pinyin >= %s AND a.pinyin < %s)"
INITIALS = "(a.initials >= %s AND a.initials < %s)"
READINGS = """SELECT area_id FROM governance_areareading WHERE {tier} AND pinyin >= %s AND pinyin < %s
    UNION SELECT area_id FROM governance_areareading WHERE {tier} AND initials >= %s AND initials < %s"""


@dataclass(frozen=True)
class Piece:
    """A condition on `governance_area AS a` with its values."""

    sql: str
    values: tuple = ()


@dataclass(frozen=True)
class Name:
    """Characters anywhere in a name; a single one only at its beginning."""

    text: str

    @property
    def is_short(self):
        return len(self.text) < 2

    @property
    def is_everywhere(self):
        return len(self.text) > 1 and not self._telling

    @property
    def is_vague(self):
        """So common that looking for all its places is no use."""
        return self.is_short or self.is_everywhere

    @property
    def rank(self):
        """How little it narrows: the word with the lowest rank leads a query of several words."""
        return 2 if self.is_short else 1 if self.is_everywhere else 0

    @property
    def test(self):
        """What is everywhere is written the same in every name: no need to normalise each row."""
        subject = "a.name" if self.is_everywhere else "area_key(a.name)"
        return Piece(f"{subject} LIKE %s", (f"{self.text}%" if self.is_short else f"%{self.text}%",))

    def leads(self, tier):
        """Indexed conditions that together find every row of a tier that passes `test`."""
        if self.is_short:
            return [self.test]
        pairs = self._telling or list(self._pairs)
        has_pairs = Piece("area_bigrams(a.name) @> %s", (pairs,))
        if len(self.text) == 2:
            return [has_pairs]
        pattern = f"%{self.text}%"
        return [Piece(f"{has_pairs.sql} AND (a.name LIKE %s OR area_key(a.name) LIKE %s)", (pairs, pattern, pattern))]

    @property
    def _pairs(self):
        return dict.fromkeys(self.text[i : i + 2] for i in range(len(self.text) - 1))

    @property
    def _telling(self):
        return [pair for pair in self._pairs if pair not in EVERYWHERE]

    def fits(self, key, sound):
        return key.startswith(self.text) if self.is_short else self.text in key


@dataclass(frozen=True)
class Letters:
    """The beginning of a name in pinyin, or of its initials, by any of its readings."""

    text: str
    is_everywhere = False
    rank = 1

    @property
    def is_short(self):
        return len(self.text) < 2

    @property
    def is_vague(self):
        return len(self.text) < 3

    @property
    def _span(self):
        return self.text, self.text + "{"  # the character after z

    @property
    def test(self):
        others = " UNION ".join(READINGS.format(tier=tier) for tier in ("level <= 4", "level = 5"))
        return Piece(f"({PINYIN} OR {INITIALS} OR a.code IN ({others}))", self._span * 6)

    def leads(self, tier):
        """As an array, the codes of other readings are looked up one by one: there are few of a tier."""
        others = [] if self.is_short else [Piece(f"a.code = ANY (ARRAY({READINGS.format(tier=tier)}))", self._span * 2)]
        return [Piece(PINYIN, self._span), Piece(INITIALS, self._span), *others]

    def fits(self, key, sound):
        entries = [(sound.pinyin, sound.initials), *sound.others]
        return any(entry.startswith(self.text) for pair in entries for entry in pair)


@dataclass(frozen=True)
class Digits:
    """The first digits of a code."""

    text: str
    is_short = False
    is_everywhere = False
    is_vague = False
    rank = 0

    @property
    def span(self):
        return self.text.ljust(12, "0"), self.text.ljust(12, "9")

    @property
    def test(self):
        return Piece("a.code BETWEEN %s AND %s", self.span)

    def leads(self, tier):
        return [self.test]

    def fits(self, key, sound):
        return True


Word = Name | Letters | Digits


def words_of(text: str) -> list[Word]:
    """The words of a question; full-width letters and capitals are plain ones, ü is v, punctuation is dropped."""
    plain = normalize("NFKC", text[:LONGEST]).lower().replace("ü", "v").replace("\x00", "")
    parts = [DROPPED.sub("", part) for part in plain.split()]
    words = [_word(run) for part in parts if part for run in _runs(part)]
    return words[:MOST_WORDS]


def key_of(name: str) -> str:
    """A name as searched; the database's area_key() says the same."""
    return DROPPED.sub("", normalize("NFKC", name).lower().replace(" ", ""))


def joined(words: list[Word]) -> list[Word]:
    """`jia ding` as `jiading`, `3101 14` as `310114`: syllables and digits written apart, as one word."""
    kinds = {type(word) for word in words}
    if len(words) < 2 or kinds not in ({Letters}, {Digits}):
        return words
    return [kinds.pop()("".join(word.text for word in words))]


def _runs(part):
    """嘉定jd is two words, IT家园 too; A区 and 3号 are one."""
    return re.findall(r"[a-z]{2,}|(?:[^a-z]|[a-z](?![a-z]))+", part)


def _word(run):
    if run.isascii() and run.isdigit():
        return Digits(run)
    return Letters(run) if re.fullmatch(r"[a-z]+", run) else Name(run)
