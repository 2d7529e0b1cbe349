"""The cast: not random users, but people with a seat. Each is known by name in every test."""

import os

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from governance.database import kept
from stack.pytest_plugin import SLOT
from stack.template import template_database
from tests import factories
from tests.factories import CANGCHANG, JIADING, TIANPING_FIRST, XINCHENGLU, XUHUI, YINGYUAN, make_account
from tests.stack.production import debian_programs

# How long an example takes says how busy the machine is, nothing of the code.
hypothesis_settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("unhurried")
REFUSING_TRUNCATE = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgtype & 32 = 32"


def pytest_report_header():
    whose = "Debian 的 PostgreSQL 与 Redis" if debian_programs() else "自带的 PostgreSQL 与 Valkey"
    return f"生产启动测试（tests/stack/test_production.py）使用{whose}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Copy the test database from a migrated one, where the embedded server keeps it."""
    if SLOT in os.environ:
        settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = template_database()


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Hashing as slowly as production does would be half of the time of all tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


kept.compares = 5  # the first uses of every kept statement are compared with one put together anew


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, django_db_keepdb):
    """Tests that commit are cleaned up by TRUNCATE, which trail and counted tables refuse: here alone it happens."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(REFUSING_TRUNCATE)
        for trigger, table in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{trigger}"')
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            _close_to_all(connection.settings_dict["NAME"])


def _close_to_all(database):
    """Threads, pools and processes of tests may still hold, or open again, what is about to be dropped."""
    connection.close()
    connection.close_pool()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS false')
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database])


@pytest.fixture
def places(db):
    return factories.make_places()


@pytest.fixture
def folder(tmp_path, settings):
    """Files of this test go here, otherwise as the portal keeps them."""
    stored = settings.STORAGES["default"]
    options = {**stored["OPTIONS"], "location": tmp_path}
    settings.STORAGES = {**settings.STORAGES, "default": {**stored, "OPTIONS": options}}
    return tmp_path


@pytest.fixture
def lin(places):
    """Mediates in 迎园社区."""
    return make_account("lin", "mediator", YINGYUAN, name="林晓")


@pytest.fixture
def zhao(places):
    """Directs the mediation committee of 迎园社区."""
    return make_account("zhao", "mediation_director", YINGYUAN, name="赵国栋")


@pytest.fixture
def member(places):
    """Sits on the residents' committee of 迎园社区."""
    return make_account("member", "committee_member", YINGYUAN, name="何敏")


@pytest.fixture
def sun(places):
    """Mediates next door, in 仓场社区, and sees nothing of 迎园社区."""
    return make_account("sun", "mediator", CANGCHANG, name="孙丽")


@pytest.fixture
def staff(places):
    return make_account("staff", "street_staff", XINCHENGLU, name="周敏")


@pytest.fixture
def justice(places):
    return make_account("justice", "street_justice_officer", XINCHENGLU, name="吴建国")


@pytest.fixture
def supervisor(places):
    return make_account("supervisor", "street_supervisor", XINCHENGLU, name="郑涛")


@pytest.fixture
def viewer(places):
    return make_account("viewer", "district_viewer", JIADING, name="钱卫东")


@pytest.fixture
def officer(places):
    return make_account("officer", "district_officer", JIADING, name="沈岚")


@pytest.fixture
def auditor(places):
    """Sees all of 嘉定区 and changes nothing."""
    return make_account("auditor", "auditor", JIADING, name="顾审")


@pytest.fixture
def administrator(places):
    return make_account("administrator", "administrator", "000000000000", name="管理员")


@pytest.fixture
def xu(places):
    """Works for the other district, 徐汇区."""
    return make_account("xu", "district_officer", XUHUI, name="徐汇")


@pytest.fixture
def far(places):
    """Mediates in the other district."""
    return make_account("far", "mediator", TIANPING_FIRST, name="方远")
