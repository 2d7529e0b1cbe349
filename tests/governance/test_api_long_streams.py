"""Whole lists of many rows: memory that does not grow with them, and nothing left open by who hangs up."""

import json
import socket
import time
import tracemalloc
from itertools import islice
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client

from tests.factories import CLIENT_SECRET, JIADING, YINGYUAN, bearer, make_account, make_client, make_places

COUNT = 20_000
NDJSON = {"Accept": "application/x-ndjson"}
MANY = """
    INSERT INTO governance_area ({columns}) SELECT {values} FROM governance_area, generate_series(1, %s) AS n
    WHERE code = %s
"""
LEFT_OPEN = """
    SELECT pid, state, query FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND (state <> 'idle' OR backend_xmin IS NOT NULL)
"""


def make_many(count=COUNT):
    """So many places beside 迎园社区."""
    make_places()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM governance_area LIMIT 0")
        columns = [column.name for column in cursor.description]
        values = ["'3201' || lpad(n::text, 8, '0')" if name == "code" else f'"{name}"' for name in columns]
        quoted = ", ".join(f'"{name}"' for name in columns)
        cursor.execute(MANY.format(columns=quoted, values=", ".join(values)), [count, YINGYUAN])


def puller():
    officer = make_account("officer", "district_officer", JIADING)
    return make_client("puller", JIADING, by=officer, verbs=("place.view",))


def test_twenty_thousand_rows_take_no_more_memory_than_two_thousand(db):
    make_many()
    lines = iter(Client(headers=bearer(puller())).get("/api/v1/areas/", headers=NDJSON).streaming_content)
    tracemalloc.start()
    try:
        taken = sum(1 for _ in islice(lines, 2000))
        _, few = tracemalloc.get_traced_memory()
        sent = sum(len(line) for line in lines)
        _, many = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert taken == 2000
    assert sent > 3_000_000
    assert many < few * 1.2


@pytest.mark.django_db(transaction=True)
def test_who_hangs_up_leaves_nothing_open_and_takes_it_up_behind_the_last_row(live_server):
    make_many()
    client = puller()
    proof = f"Authorization: Bearer {client.key_id}.{CLIENT_SECRET}"
    address = urlsplit(live_server.url)
    asked = f"GET /api/v1/areas/ HTTP/1.0\r\nHost: {address.netloc}\r\nAccept: application/x-ndjson\r\n{proof}\r\n\r\n"

    with socket.create_connection((address.hostname, address.port), timeout=30) as wire:
        wire.sendall(asked.encode())
        had = b""
        while had.count(b"\n") < 100:
            had += wire.recv(65536)
    rows = [json.loads(line) for line in had.partition(b"\r\n\r\n")[2].splitlines(keepends=True) if line[-1:] == b"\n"]

    assert nothing_is_left_open()
    rest = Client(headers=bearer(client)).get(f"/api/v1/areas/?after={rows[-1]['code']}", headers=NDJSON)
    codes = [row["code"] for row in rows] + [json.loads(line)["code"] for line in rest.streaming_content]
    assert codes == sorted(set(codes))
    assert len(codes) == COUNT + 12


def nothing_is_left_open():
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(LEFT_OPEN)
            if not cursor.fetchall():
                return True
        time.sleep(0.1)
    return False
