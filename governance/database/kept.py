"""SELECT statements by the shape of their query: text and columns are put together once, then only values change.

What is kept never grows stale: a shape says all that the text depends on (tables, columns, joins, conditions, order,
limit), and those change with the program alone. A query with a part that is not known here is put together by Django
each time, as ever. The tests compare the first uses of every kept statement with one put together anew (`compares`).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models import lookups
from django.db.models.expressions import Col, ColPairs, Exists, Func, Subquery, Value
from django.db.models.fields import related_lookups
from django.db.models.fields.tuple_lookups import TupleIn
from django.db.models.sql.query import Query
from django.db.models.sql.where import AND, WhereNode
from psycopg.types.json import Jsonb
from psycopg.types.numeric import Int2, Int4, Int8

from governance.database.prepared import Prepared

PLAIN = frozenset({type(None), bool, int, str, date, datetime, Decimal, Int2, Int4, Int8, Jsonb})  # to say it fast
MOST = 4_000  # shapes; a list of keys has one for each length
CONDITIONS = frozenset(
    {
        *(lookups.Exact, lookups.In, lookups.IsNull),
        *(lookups.GreaterThan, lookups.GreaterThanOrEqual, lookups.LessThan, lookups.LessThanOrEqual),
        *(lookups.IntegerFieldExact, lookups.IntegerGreaterThan, lookups.IntegerGreaterThanOrEqual),
        *(lookups.IntegerLessThan, lookups.IntegerLessThanOrEqual),
        *(lookups.StartsWith, lookups.Contains, lookups.IContains),
        *(related_lookups.RelatedExact, related_lookups.RelatedIn, related_lookups.RelatedIsNull),
        *(related_lookups.RelatedGreaterThan, related_lookups.RelatedGreaterThanOrEqual),
        *(related_lookups.RelatedLessThan, related_lookups.RelatedLessThanOrEqual),
    }
)
EQUAL = frozenset({lookups.Exact, lookups.IntegerFieldExact, related_lookups.RelatedExact})
KEYED = EQUAL | {lookups.In, related_lookups.RelatedIn}
WORDS = frozenset({lookups.StartsWith, lookups.Contains, lookups.IContains})
FEW = 5  # keys in a list: each length is a statement of its own
OF_EXISTS = "a"  # the constant that Django selects to ask whether there are rows
ASKED_INSIDE = frozenset({Subquery, Exists, ArraySubquery})
NOT_KEPT = (
    *("extra", "extra_tables", "extra_order_by", "_filtered_relations", "combinator", "explain_info", "group_by"),
)  # attributes of a query that must be empty
SAID = (
    *("subquery", "alias_cols", "default_cols", "default_ordering", "standard_ordering", "order_by", "max_depth"),
    *("low_mark", "high_mark", "distinct", "distinct_fields", "select_for_update", "select_for_update_nowait"),
    *("select_for_update_skip_locked", "select_for_update_of", "select_for_no_key_update"),
)  # attributes that say what they are


class NotKnown(Exception):
    """The query has a part of which this module cannot say what text it makes."""


@dataclass
class Kept:
    text: str
    select: list
    klass_info: dict | None
    annotation_col_map: dict
    has_extra_select: bool
    converters: dict = field(default_factory=dict)
    compared: int = 0


_kept: dict[Any, Kept] = {}
_changes: dict[Any, Prepared] = {}
compares = 0  # how many uses of a kept statement are compared with one put together anew


def statement(compiler, put_together):
    """Text and values of the compiler's query; the compiler knows afterwards how rows are read."""
    try:
        values: list = []
        shape = _query(compiler.query, compiler, values)
    except NotKnown:
        return put_together()
    known = _kept.get(shape)
    if known is None:
        return _keep(compiler, shape, values, put_together)
    if known.compared < compares:
        known.compared += 1
        text, params = put_together()
        if (text, list(params)) != (known.text, values):
            raise AssertionError(f"{known.text} {values} is not {text} {params}")
    compiler.select, compiler.klass_info = known.select, known.klass_info
    compiler.annotation_col_map, compiler.has_extra_select = known.annotation_col_map, known.has_extra_select
    compiler.col_count, compiler.known = len(known.select), known
    return known.text, tuple(values)


def _keep(compiler, shape, values, put_together):
    text, params = put_together()
    if list(params) == values:
        if len(_kept) >= MOST:
            _kept.clear()
        kept = Prepared(text) if _is_by_key(compiler.query) else text
        fields = compiler.get_converters([each[0] for each in compiler.select])
        _kept[shape] = Kept(
            kept, compiler.select, compiler.klass_info, compiler.annotation_col_map, compiler.has_extra_select, fields
        )
    return text, params


def insertion(query, statements):
    """Of one row, of values alone, the text is the same for all."""
    if len(query.objs) != 1 or any(_is_put_together(getattr(query.objs[0], each.attname)) for each in query.fields):
        return statements
    return [(Prepared(text), values) for text, values in statements]


def change(compiler, put_together):
    """Text and values of an UPDATE; of one row by its key, as a save sends it, put together once."""
    query, connection = compiler.query, compiler.connection
    if not query.values or query.related_updates or not _is_of_one(query.where):
        return put_together()
    if any(_is_put_together(value) for _, _, value in query.values):
        return put_together()
    values = [column.get_db_prep_save(value, connection) for column, _, value in query.values]
    if any(_is_put_together(value) for value in values):
        return put_together()
    query.get_initial_alias()
    where, key = compiler.compile(query.where)
    shape = (query.model, where, *(column for column, _, _ in query.values))
    if shape not in _changes:
        _changes[shape] = _change(compiler, where)
    return _changes[shape], (*values, *key)


def _change(compiler, where):
    """As Django's, but for None, which is a value like others."""
    quoted, told = compiler.connection.ops.quote_name, []
    for column, _, _ in compiler.query.values:
        ask = getattr(column, "get_placeholder", None)
        told.append(f"{quoted(column.column)} = {ask(None, compiler, compiler.connection) if ask else '%s'}")
    table, columns = quoted(compiler.query.base_table), ", ".join(told)
    return Prepared(f"UPDATE {table} SET {columns} WHERE {where}")  # noqa: S608 - names that Django knows


def _is_put_together(value):
    asked = ("resolve_expression", "prepare_database_save", "as_sql")
    return type(value) not in PLAIN and any(hasattr(value, name) for name in asked)


def _is_of_one(where):
    return where.connector == AND and not where.negated and len(where.children) == 1 and _is_one(where.children[0])


def _is_one(each):
    return _is_key(each) and type(each) in EQUAL and each.lhs.target.primary_key


def _is_by_key(query):
    """Whether few rows are asked for, by what they are or hang on: the way to them is the same for all values."""
    where, constants = query.where, [name for name, each in query.annotations.items() if type(each) is Value]
    if where.connector != AND or where.negated or constants not in ([], [OF_EXISTS]):
        return False
    if any(_is_one(each) for each in where.children):
        return True
    return any(_is_key(each) for each in where.children) and all(_is_plain(each) for each in where.children)


def _is_key(each):
    """Of few rows, unlike a place, on which none or millions hang."""
    if type(each) is TupleIn:
        return len(each.rhs) <= FEW
    if type(each) not in KEYED or type(each.lhs) is not Col or hasattr(each.rhs, "resolve_expression"):
        return False
    column, is_few = each.lhs.target, type(each) in EQUAL or len(each.rhs) <= FEW
    return is_few and (column.unique or (column.is_relation and column.related_model._meta.model_name != "area"))


def _is_plain(each):
    """Neither a search for words nor a choice among several ways to the rows."""
    if type(each) is WhereNode:
        return each.negated and all(_is_plain(one) for one in each.children)
    return type(each) is TupleIn or type(each) in CONDITIONS - WORDS


def _query(query, compiler, values):
    """All that the text depends on; what changes from one to the next is added to `values`, in the text's order."""
    said = query.__dict__
    if any(said.get(name) for name in NOT_KEPT) or (query.select_for_update and compiler.connection.get_autocommit()):
        raise NotKnown
    return (
        query.model,
        tuple([said.get(name) for name in SAID]),
        (frozenset(query.deferred_loading[0]), query.deferred_loading[1]),
        _frozen(query.select_related),
        tuple(query.external_aliases.items()),
        tuple([(name, join, join.join_type, query.alias_refcount[name] > 0) for name, join in query.alias_map.items()]),
        tuple([_expression(each, compiler, values) for each in query.select]),
        tuple(query.selected.items()) if query.selected else query.selected is None,
        tuple(
            [
                (name in query.annotation_select, name, _annotation(name, each, query, compiler, values))
                for name, each in query.annotations.items()
            ]
        ),
        _conditions(query.where, compiler, values),
    )


def _frozen(related):
    return tuple([(name, _frozen(more)) for name, more in related.items()]) if isinstance(related, dict) else related


def _annotation(name, each, query, compiler, values):
    """A whole number, or another expression; one that takes values stands alone and is selected: else the order of
    values is not certain.
    """
    if type(each) is Value and type(each.value) is int:
        values.append(each.value)
        return Value, each.value
    before = len(values)
    said = _expression(each, compiler, values)
    if len(values) > before and (len(query.annotations) > 1 or name not in query.annotation_select):
        raise NotKnown
    return said


def _conditions(node, compiler, values):
    told: list = [node.connector, node.negated]
    for each in node.children:
        if type(each) is WhereNode:
            told.append(_conditions(each, compiler, values))
        elif type(each) is TupleIn:
            told.append(_keys(each, values))
        elif type(each) in CONDITIONS:
            told.append(_condition(each, compiler, values))
        else:
            told.append(_expression(each, compiler, values))
    return tuple(told)


def _condition(each, compiler, values):
    column, value = _expression(each.lhs, compiler, values), each.rhs
    if isinstance(value, bool):
        return type(each), column, value
    if hasattr(value, "resolve_expression"):
        return type(each), column, _expression(value, compiler, values)
    try:
        text, found = each.process_rhs(compiler, compiler.connection)
    except (EmptyResultSet, FullResultSet) as nothing:
        return type(each), column, type(nothing)
    values.extend(found)
    return type(each), column, text


def _keys(each, values):
    """`key IN (…)`, as prefetches ask."""
    keys = each.rhs
    if type(each.lhs) is not ColPairs or not isinstance(keys, list) or any(len(key) != 1 for key in keys):
        raise NotKnown
    if not {type(key) for (key,) in keys} <= {int, str}:
        raise NotKnown
    values.extend([key for (key,) in keys])
    return TupleIn, each.lhs.alias, tuple(each.lhs.targets), len(keys)


def _expression(each, compiler, values):
    kind = type(each)
    if kind is Col:
        return each.alias, each.target
    if kind is Query:
        return _query(each, compiler, values)
    if kind in ASKED_INSIDE and not each.extra:
        return kind, _query(each.query, compiler, values)
    if isinstance(each, Func) and kind.as_sql is Func.as_sql and not each.extra:
        return kind, *(_expression(one, compiler, values) for one in each.get_source_expressions())
    raise NotKnown
