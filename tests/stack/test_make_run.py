"""`make run` in a clean copy: as an ordinary user, in a path with spaces and Chinese, with the usual port taken.

The tests follow one portal through a hard day, in the order in which they stand.
"""

import os
import socket
import stat
from pathlib import Path

import pytest

from stack.disk import is_locked
from tests.stack.processes import child_called, eventually, kill, living_in, status

USUAL_PORT = 8000
FIRST_START, NEXT_START = 420, 60  # seconds of patience on a busy machine


@pytest.fixture(scope="module")
def portal(checkout):
    """`make run` with port 8000 taken by somebody else."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            other.bind(("127.0.0.1", USUAL_PORT))
            other.listen()
        except OSError:
            pass  # somebody else has it: as well
        running = checkout.make("run")
        running.wait_until_ready(FIRST_START)
    yield running
    running.end()


@pytest.fixture(scope="module")
def portal_again(checkout, portal):
    """Started a second time, after the first was killed with all its might."""
    children = living_in(checkout.path)
    kill(portal.supervisor)
    portal.process.wait(30)
    leftovers = eventually(lambda: not (set(living_in(checkout.path)) & set(children) - keepers(checkout)))
    running = checkout.make("run")
    running.wait_until_ready(NEXT_START)
    assert leftovers, "the killed supervisor's children outlived it"
    yield running
    running.end()


def keepers(checkout):
    """The servers and their keeper linger for a moment after the last user."""
    return {pid for pid, command in living_in(checkout.path).items() if "/.data" in command or "postgres" in command}


def ready(portal):
    return status(portal.address + "readyz") == 200


def test_the_first_start_says_what_it_does_and_where_the_portal_is(portal):
    assert "更新数据库结构" in portal.said
    assert "665,271" in portal.said
    assert f"端口 {USUAL_PORT} 已被占用" in portal.said
    assert ready(portal)


def test_the_sign_ins_are_printed_with_seat_name_and_password(portal):
    assert "密码" in portal.said
    assert all(seat in portal.said for seat in ["居委会成员", "人民调解员", "街道工作人员", "审计员", "系统管理员"])


def test_the_secrets_are_the_owners_alone(checkout, portal):
    assert stat.S_IMODE(os.stat(checkout.data).st_mode) == 0o700
    assert stat.S_IMODE(os.stat(checkout.data / "keys.json").st_mode) == 0o600
    assert not any(
        (checkout.data / "keys.json").read_text()[20:50] in line for line in living_in(checkout.path).values()
    )


def test_nothing_listens_beyond_this_machine(checkout, portal):
    port = checkout.servers()["postgres_port"]
    listening = [
        line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()[1:] if line.split()[3] == "0A"
    ]

    assert [address for address in listening if address.endswith(f":{port:04X}")] == [f"0100007F:{port:04X}"]


def test_a_second_make_run_says_that_one_is_running(checkout, portal):
    second = checkout.make("run")

    assert second.process.wait(60) != 0
    assert "已经有一个 make run 在运行" in second.said
    assert portal.address in second.said


@pytest.mark.parametrize(("name", "words"), [("web", "gunicorn"), ("worker", "celery worker"), ("beat", "celery beat")])
def test_a_killed_process_is_started_again(portal, name, words):
    before = child_called(portal.supervisor, words)
    kill(before)

    after = eventually(lambda: child_called(portal.supervisor, words) not in (None, before) and ready(portal))

    assert after
    assert f"{name} 已退出，重新启动" in portal.said


@pytest.mark.parametrize("words", ["postgres -D", "valkey-server"])
def test_a_killed_server_is_started_again_where_it_was(checkout, portal, words):
    keeper = checkout.servers()["keeper"]
    before, ports = child_called(keeper, words), checkout.servers()
    kill(before)

    assert eventually(lambda: child_called(keeper, words) not in (None, before) and ready(portal))
    assert checkout.servers() == ports


def test_a_killed_keeper_is_replaced_and_its_servers_with_it(checkout, portal):
    before = checkout.servers()
    kill(before["keeper"])

    assert eventually(lambda: checkout.servers()["keeper"] not in (0, before["keeper"]) and ready(portal))
    assert "看护进程已退出" in portal.said


def test_after_a_killed_supervisor_the_next_start_is_quick_and_whole(portal_again):
    assert ready(portal_again)
    assert "更新数据库结构" not in portal_again.said  # nothing to prepare a second time


def test_ctrl_c_stops_everything(checkout, portal_again):
    portal_again.press_ctrl_c()

    assert "已全部停止" in portal_again.said
    assert eventually(lambda: living_in(checkout.path) == {}, patience=30), living_in(checkout.path)


def test_reset_asks_first(checkout, portal_again):
    if portal_again.process.poll() is None:
        portal_again.press_ctrl_c()
    assert eventually(lambda: not is_locked(checkout.data / "run.lock"), patience=60), living_in(checkout.path)

    refused = checkout.make("reset")

    refused.process.wait(60)

    assert "没有删除任何东西" in refused.said
    assert (checkout.data / "postgres").exists()
