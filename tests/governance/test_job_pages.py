"""The pages of jobs: their starter's alone, with progress, problems and a way to stop."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.jobs.models import Job, JobState
from tests.governance.test_jobs import make_job


def test_the_page_of_a_job_is_its_starters_alone(client, lin, zhao, auditor, administrator, sun):
    job = make_job(lin)

    answers = {}
    for account in (lin, zhao, auditor, administrator, sun):
        client.force_login(account)
        answers[account.username] = client.get(job.get_absolute_url()).status_code

    assert answers == {"lin": 200, "zhao": 404, "auditor": 404, "administrator": 404, "sun": 404}


def test_an_unfinished_job_asks_again_and_a_finished_one_does_not(client, lin):
    client.force_login(lin)
    job = make_job(lin)
    url = reverse("jobs:progress", args=[job.pk])

    assert "every 2s" in client.get(url).content.decode()
    make_done = {"state": JobState.DONE, "finished_at": timezone.now()}
    Job.objects.filter(pk=job.pk).update(**make_done)
    assert "every 2s" not in client.get(url).content.decode()


def test_problems_are_downloaded_as_safe_csv(client, lin):
    client.force_login(lin)
    job = make_job(lin, state=JobState.FAILED, finished_at=timezone.now())
    job.problems.create(row=7, what="=1+1", why="姓名不能以等号开头")

    answer = client.get(reverse("jobs:problems", args=[job.pk]))

    assert answer.getvalue().decode() == "\ufeff行号,内容,原因\r\n7,'=1+1,姓名不能以等号开头\r\n"


def test_cancelling_over_the_page(client, lin, sun):
    job = make_job(lin)

    client.force_login(sun)
    assert client.post(reverse("jobs:cancel", args=[job.pk])).status_code == 404
    client.force_login(lin)
    assert client.post(reverse("jobs:cancel", args=[job.pk])).status_code == 302
    assert client.post(reverse("jobs:cancel", args=[job.pk])).status_code == 409

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_jobs_takes_the_same_queries_for_any_number(client, lin, django_assert_max_num_queries, count):
    for _ in range(count):
        make_job(lin)
    client.force_login(lin)

    with django_assert_max_num_queries(7):
        page = client.get(reverse("jobs:jobs"))

    assert page.content.decode().count("测试任务") == count


def test_the_work_home_shows_jobs_that_run_or_failed_lately(client, lin, zhao):
    make_job(lin, title="正在导入")
    make_job(lin, title="昨天没成", state=JobState.FAILED, finished_at=timezone.now() - timedelta(days=1))
    make_job(lin, title="上周没成", state=JobState.FAILED, finished_at=timezone.now() - timedelta(days=7))
    make_job(lin, title="已经做完", state=JobState.DONE, finished_at=timezone.now())
    make_job(zhao, title="别人的任务")
    client.force_login(lin)

    page = client.get("/").content.decode()

    titles = ["正在导入", "昨天没成", "上周没成", "已经做完", "别人的任务"]
    assert [title for title in titles if title in page] == ["正在导入", "昨天没成"]
