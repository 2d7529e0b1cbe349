"""Answers that are kept for a day, so that the same request sent twice acts once."""

from django.db import models
from django.db.models.functions import Now


class KeptAnswer(models.Model):
    """What a POST with this key was answered. Written in the transaction of its act: no act without it, nor it without.

    `owner` is the actor and the door ("api client:7", "page account:3"); `digest` covers what was asked.
    """

    owner = models.CharField(max_length=60)
    key = models.CharField(max_length=255, db_collation="C")
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField(blank=True)
    kept_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "已答复的请求"
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="kept_answer_is_one_for_a_key")]

    def __str__(self):
        return f"{self.owner} {self.key}"
