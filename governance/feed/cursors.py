"""Cursors of the feed: how far a caller has come in each place, signed for that caller and the kinds asked for."""

from collections.abc import Iterable
from dataclasses import astuple

import orjson
from django.core import signing

from governance.feed.positions import Loss, Positions, Stretch


def parts_of(positions: Positions) -> list:
    """As it is written down."""
    return [[astuple(each) for each in group] for group in (positions.seen, positions.lost)]


def positions_of(parts: list) -> Positions:
    seen, lost = parts or ((), ())
    return Positions(tuple(Stretch(*each) for each in seen), tuple(Loss(*each) for each in lost))


def sign(positions: Positions, caller, kinds: Iterable[str]) -> str:
    return _signer(caller, kinds).sign(signing.b64_encode(orjson.dumps(parts_of(positions))).decode())


def read(text: str, caller, kinds: Iterable[str]) -> Positions:
    """Raises BadSignature for what was not signed for this caller and these kinds."""
    return positions_of(orjson.loads(signing.b64_decode(_signer(caller, kinds).unsign(text).encode())))


def _signer(caller, kinds):
    return signing.Signer(salt=f"feed:{caller._meta.model_name}:{caller.pk}:{','.join(sorted(kinds))}", sep=".")
