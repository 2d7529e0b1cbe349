"""How far the primary had come when somebody last wrote."""

from django.db import models


class OwnWrite(models.Model):
    """After the last request by which an actor wrote: a replica that has not come so far is not asked for them."""

    actor = models.CharField("操作者", max_length=40, primary_key=True)
    position = models.BigIntegerField("日志位置", help_text="字节；主库预写日志（WAL）的位置")

    class Meta:
        verbose_name = verbose_name_plural = "各操作者最后写入的位置"

    def __str__(self):
        return f"{self.actor} {self.position}"
