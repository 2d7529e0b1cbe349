"""Finding a place among 665,271 by name, code, pinyin or initials, as one types (under 50 ms).

A question is looked for first in the asker's own places, then everywhere; streets and above before committees. Each
step has an index of its own and the steps end as soon as there are enough hits, so a common word costs as little as a
rare one. A word too short to tell much (one letter, one character) finds streets and above, and all that lies in the
asker's own county.
"""

from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from governance.areas import codes
from governance.areas.codes import CodeRange
from governance.areas.models import Area
from governance.areas.queries import Digits, Letters, Piece, Word, joined, key_of, words_of
from governance.areas.ranges import are_small, intersection, lies_in, outermost, ranges_of
from governance.areas.sounds import sound_of

PROBED = 5_000  # rows in order that are looked through for a word that is everywhere
FEW = 3_000  # hits of a leading word that are sorted out here rather than by the database
MOST_AROUND = 300  # places that one of several words may name as the place around
MOST_RENAMED = 500  # places with other names over time that are looked at for a past day

COUNTRY = codes.code_range(codes.ROOT)
Hits = dict[str, int]  # code → level, in the order of the answer


@dataclass(frozen=True)
class FoundPlace:
    """A hit. `path` are the names above it, broadest first, without those that only fill a level."""

    code: str
    name: str
    level: int
    path: tuple[str, ...]
    is_near: bool

    @property
    def full_name(self) -> str:
        return "".join([*self.path, self.name])

    @property
    def kind_name(self) -> str:
        return codes.kind_name(self.code)

    def get_absolute_url(self) -> str:
        return reverse("areas:place", args=[self.code])


@dataclass(frozen=True)
class Tier:
    """Streets and above, or committees: each has its own indexes. `level` narrows a tier to one of its levels."""

    is_lower: bool
    level: int | None = None

    @property
    def sql(self):
        whole = "a.level = 5" if self.is_lower else "a.level <= 4 AND a.level > 0"
        return whole if self.level is None else f"{whole} AND a.level = {self.level:d}"

    def leads(self, word: Word) -> list[Piece]:
        return word.leads("level = 5" if self.is_lower else "level <= 4")


UPPER, LOWER = Tier(False), Tier(True)


@dataclass(frozen=True)
class Question:
    """Asked of the places that stand on `day`, in `tiers`; `close` and `boxes` are ranges of codes."""

    day: date
    limit: int
    tiers: tuple[Tier, ...]
    close: tuple[CodeRange, ...]
    boxes: tuple[CodeRange, ...]

    @property
    def standing(self) -> Piece:
        sql = "(a.valid_from IS NULL OR a.valid_from <= %s) AND (a.valid_to IS NULL OR a.valid_to > %s)"
        return Piece(sql, (self.day, self.day))


def find_places(
    text: str,
    *,
    near=None,
    within: str = "",
    limit: int = 20,
    on: date | None = None,
    level: int | None = None,
) -> list[FoundPlace]:
    """Places that stand on `on` (today if None) and answer `text`: those in `near` first, then by level and code.

    `near`: a place, a code, or several of either. `within`: a code; only what lies inside. `level`: only places of it.
    Words are parted by spaces; each is in the name of the place or of one around it, and one at least in its own.
    On a past day places are found by the names that they bore then.
    """
    question = _question(near, within, limit, on, level)
    return _shown(_found(text, question, on), question, on)


def find_codes(
    text: str, *, within: str = "", limit: int, on: date | None = None, level: int | None = None
) -> list[str]:
    """The codes of what `find_places` finds."""
    return _found(text, _question(None, within, limit, on, level), on)


def _question(near, within, limit, on, level) -> Question:
    boxes = (codes.code_range(within),) if within else (COUNTRY,)
    tiers = (UPPER, LOWER) if level is None else (Tier(level == codes.COMMITTEE, level),)
    return Question(on or timezone.localdate(), limit, tiers, intersection(ranges_of(near), boxes), boxes)


def _found(text, question, on) -> list[str]:
    words = words_of(text)
    found: Hits = {}
    for attempt in dict.fromkeys((tuple(joined(words)), tuple(words))):
        if attempt and not found:
            found = _answer(attempt, question)
    if on is not None and words:
        found = _by_names_then(found, words, question)
    return list(found)[: question.limit]


def _answer(words: tuple[Word, ...], question: Question) -> Hits:
    found = _in_own_names(words, question)
    if len(words) == 1:
        return found
    for around, own in _readings(words):
        if len(found) < question.limit:
            found |= _inside(around, own, question)
    return _in_order(found, question)


def _readings(words):
    """Which words name the place around, and which the place: as addresses are written first, then otherwise."""
    addresses = [(words[:size], words[size:]) for size in range(1, len(words))]
    others = [
        (around, tuple(word for word in words if word not in around))
        for size in range(1, len(words))
        for around in combinations(words, size)
    ]
    return [reading for reading in dict.fromkeys([*addresses, *others]) if reading[1]]


def _in_order(found: Hits, question) -> Hits:
    ordered = sorted(found.items(), key=lambda hit: (not lies_in(hit[0], question.close), hit[1], hit[0]))
    return dict(ordered)


def _in_own_names(words, question) -> Hits:
    """Places whose own name has every word: step by step, until there are enough."""
    found: Hits = {}
    for boxes in filter(None, (question.close, question.boxes)):
        for tier in question.tiers:
            if len(found) < question.limit:
                found |= _step(words, boxes, tier, question)
    return found


def _step(words, boxes, tier, question) -> Hits:
    lead, *others = sorted(words, key=lambda word: word.rank)
    conditions = [Piece(tier.sql), _box_test(boxes), question.standing, *(other.test for other in others)]
    if are_small(boxes):
        return _fetch([lead.test], conditions, question.limit)
    if lead.is_short and tier.is_lower:
        return {}
    if lead.is_everywhere and tier.is_lower:
        first = _probe([word.test for word in words], conditions[:3], question.limit)
        if len(first) >= question.limit:
            return first
    return _fetch(tier.leads(lead), conditions, question.limit)


def _fetch(leads: list[Piece], conditions: list[Piece], limit: int) -> Hits:
    """The first hits by level and code. `code || ''` keeps the planner from walking all codes in order instead of
    asking the index that the lead has."""
    parts = [_select([lead, *conditions], "ORDER BY a.level, a.code || '' LIMIT %s", limit) for lead in leads]
    union = " UNION ".join(f"({part.sql})" for part in parts)
    values = [value for part in parts for value in part.values]
    return _hits(f"SELECT code, level FROM ({union}) AS hit ORDER BY level, code LIMIT %s", [*values, limit])  # noqa: S608


def _probe(tests: list[Piece], conditions: list[Piece], limit: int) -> Hits:
    """Hits among the first rows in order: enough for a word that is everywhere, and exact if there are `limit`."""
    first = _select(conditions, "ORDER BY a.level, a.code LIMIT %s", PROBED, columns="a.*")
    kept = " AND ".join(test.sql for test in tests)
    sql = f"SELECT a.code, a.level FROM ({first.sql}) AS a WHERE {kept} ORDER BY a.level, a.code LIMIT %s"  # noqa: S608
    return _hits(sql, [*first.values, *(value for test in tests for value in test.values), limit])


def _inside(around, own, question) -> Hits:
    """Places whose own name has the words `own`, inside places whose names have the words `around`."""
    boxes = question.boxes
    for word in around:
        boxes = intersection(_containers(word, question), boxes)
    if not boxes:
        return {}
    lead, *others = sorted(own, key=lambda word: word.rank)
    if not lead.is_vague:
        conditions = [question.standing, *(other.test for other in others)]
        few = _fetch_any(lead, conditions, question)
        if len(few) <= FEW:
            return {code: level for code, level in few.items() if lies_in(code, boxes)}
    found: Hits = {}
    for part in filter(None, (intersection(question.close, boxes), boxes)):
        small = [box for box in part if are_small([box])]
        large = tuple(box for box in part if box not in small)
        for tier in _telling_tiers(own, question) if large else ():
            found |= _step(own, large, tier, question)
        found |= _walk(small, own, question) if small else {}
    return found


def _telling_tiers(own, question) -> tuple[Tier, ...]:
    """One or two letters tell too little to look through the committees of a whole province for them."""
    if all(isinstance(word, Letters) and word.is_vague for word in own):
        return tuple(tier for tier in question.tiers if not tier.is_lower)
    return question.tiers


def _containers(word: Word, question) -> list[CodeRange]:
    """What a word of several may mean as the place around: the places of streets and above that it names."""
    if word.is_short:
        return []
    if isinstance(word, Digits):
        return [CodeRange(*word.span)]
    named = _fetch(UPPER.leads(word), [Piece(UPPER.sql), question.standing], MOST_AROUND)
    return outermost(named)


def _fetch_any(lead: Word, conditions, question) -> Hits:
    """Hits of the leading word in no order, at most one more than are few."""
    parts = [
        _select([Piece(tier.sql), _box_test(question.boxes), piece, *conditions], "LIMIT %s", FEW + 1)
        for tier in question.tiers
        for piece in tier.leads(lead)
    ]
    union = " UNION ".join(f"({part.sql})" for part in parts)
    return _hits(f"{union} LIMIT %s", [*(value for part in parts for value in part.values), FEW + 1])


def _walk(boxes: list[CodeRange], words, question) -> Hits:
    """The first hits of each of many small ranges, row by row."""
    found: Hits = {}
    tests = [word.test for word in words]
    ends = [[box.first for box in boxes], [box.last for box in boxes]]
    for tier in question.tiers:
        conditions = [Piece("a.code BETWEEN box.first AND box.last"), Piece(tier.sql), question.standing, *tests]
        each = _select(conditions, "ORDER BY a.level, a.code LIMIT %s", question.limit)
        sql = (
            "SELECT hit.code, hit.level FROM unnest(%s::text[], %s::text[]) AS box (first, last), "  # noqa: S608
            f"LATERAL ({each.sql}) AS hit ORDER BY hit.level, hit.code LIMIT %s"
        )
        found |= _hits(sql, [*ends, *each.values, question.limit])
    return found


def _box_test(boxes: tuple[CodeRange, ...]) -> Piece:
    """In one of `boxes`, which are few."""
    if COUNTRY in boxes:
        return Piece("true")
    sql = " OR ".join(["a.code BETWEEN %s AND %s"] * len(boxes))
    return Piece(f"({sql})", tuple(end for box in boxes for end in (box.first, box.last)))


def _select(conditions: list[Piece], ending: str, limit: int, columns: str = "a.code, a.level") -> Piece:
    where = " AND ".join(piece.sql for piece in conditions)
    values = tuple(value for piece in conditions for value in piece.values)
    return Piece(f"SELECT {columns} FROM governance_area AS a WHERE {where} {ending}", (*values, limit))  # noqa: S608


def _hits(sql: str, values: list) -> Hits:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return dict(cursor.fetchall())


def _by_names_then(found: Hits, words, question) -> Hits:
    """Of `found`, what bore such a name on the day; and what bore it then and is called otherwise now."""
    renamed = Area.objects.on(question.day).filter(names__isnull=False).exclude(level=codes.COUNTRY).distinct()
    candidates = Area.objects.filter(pk__in=[*found, *renamed.values_list("pk", flat=True)[:MOST_RENAMED]])
    fits = {}
    for area in candidates.named_on(question.day):
        key = key_of(area.name_then)
        sound = sound_of(area.name_then)
        if (area.pk in found and area.name_then == area.name) or any(word.fits(key, sound) for word in words):
            fits[area.pk] = area.level
    kept = {code: level for code, level in fits.items() if lies_in(code, question.boxes)}
    return _in_order(kept, question)


def _shown(found: list[str], question, on) -> list[FoundPlace]:
    above = {ancestor for code in found for ancestor in codes.ancestors(code)[1:]}
    places = Area.objects.filter(pk__in=[*found, *above])
    if on is None:
        rows = {code: (name, level) for code, name, level in places.values_list("code", "name", "level")}
    else:
        named = places.named_on(on).values_list("code", "name_then", "level")
        rows = {code: (name, level) for code, name, level in named}
    return [
        FoundPlace(
            code,
            *rows[code],
            path=tuple(
                rows[each][0]
                for each in codes.ancestors(code)[1:]
                if each in rows and rows[each][0] not in codes.FILLER_NAMES
            ),
            is_near=lies_in(code, question.close),
        )
        for code in found
    ]
