"""Pages of the feed. A cursor never expires: it says how far its reader has come in each place."""

from django.core import signing
from rest_framework.pagination import BasePagination

from governance.api import lists
from governance.feed import cursors, numbering
from governance.feed.positions import Positions
from governance.feed.reading import read_page
from governance.feed.registry import Kind, all_kinds

KIND = "kind"


class FeedPages(BasePagination):
    def paginate_queryset(self, queryset, request, view=None):
        query, actor = request.query_params, request.user
        lists.require_known(query, {KIND, lists.LIMIT, lists.CURSOR, lists.FIELDS})
        kinds, limit = kinds_asked(query), lists.limit_asked(query)
        shape = view.shape(only=lists.fields_asked(query, view.shape))
        cursor = _Cursor(request, kinds)
        known = cursor.positions(query[lists.CURSOR]) if lists.CURSOR in query else Positions(())
        numbering.number_batch()
        scopes = {code: actor.scope(kind.verb) for code, kind in kinds.items()}
        page = read_page(known.within(scopes), kinds, actor=actor, limit=limit)
        self.next, self.has_more = cursor.address(page.positions), page.has_more
        return [shape.to_representation(change) for change in page.changes]

    def body(self, items) -> dict:
        return {"results": items, "next": self.next, "has_more": self.has_more}

    def get_paginated_response_schema(self, schema):
        told = {
            "results": {**schema, "description": "变更，先发生的在前；同一条记录只给出最后一次"},
            "next": {
                "type": "string",
                "format": "uri",
                "description": "接着读的完整地址，请保存：永不过期，到了末尾也给出，下次从这里读",
            },
            "has_more": {"type": "boolean", "description": "后面现在还有没有变更；没有时请隔一段时间再读"},
        }
        return {"type": "object", "required": list(told), "properties": told}

    def get_schema_operation_parameters(self, view):
        limits = {"type": "integer", "minimum": 1, "maximum": lists.MOST, "default": lists.DEFAULT}
        kinds = f"只要这些种类，逗号分隔；可用：{'、'.join(all_kinds())}。不给为全部"
        return [
            lists.parameter(KIND, kinds, {"type": "string"}),
            lists.parameter(lists.LIMIT, "每页条数", limits),
            lists.parameter(lists.CURSOR, "上次回答的 next 中的游标；不给则从头读起，得到全部记录", {"type": "string"}),
        ]


def kinds_asked(query) -> dict[str, Kind]:
    known = all_kinds()
    asked = query[KIND].split(",") if KIND in query else list(known)
    for code in asked:
        if code not in known:
            lists.refuse(KIND, f"没有“{code[:40]}”这个种类；可用：{'、'.join(known)}。", "unknown")
    return {code: known[code] for code in asked}


class _Cursor:
    """Signed for one caller and the kinds asked for."""

    def __init__(self, request, kinds):
        self.request, self.kinds = request, kinds

    def address(self, positions: Positions) -> str:
        query = self.request.query_params.copy()
        query[lists.CURSOR] = cursors.sign(positions, self.request.user, self.kinds)
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")

    def positions(self, text: str) -> Positions:
        try:
            found = cursors.read(text, self.request.user, self.kinds)
        except signing.BadSignature:
            lists.refuse(lists.CURSOR, "游标无效，或属于另一个调用方、另一些种类。请不带游标从头读起。", "bad-cursor")
        return found
