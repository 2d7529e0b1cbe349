"""Saved filters, who is told of new matches, and what was told."""

from django.db import models
from django.db.models.functions import Now
from django.urls import NoReverseMatch, reverse

from governance.access.roles import ROLES
from governance.areas import codes


class SavedFilterQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Own ones, and those shared with a place where the actor is posted, or with a role held there."""
        if actor._meta.model_name == "apiclient":
            return self.none()
        shared = models.Q(pk__in=[])
        for posting in actor.postings_today:
            reached = [posting.area_id, *codes.ancestors(posting.area_id)]
            shared |= models.Q(area__in=reached, role__in=("", posting.role))
        return self.filter(models.Q(account=actor.pk) | shared)

    def of_page(self, page: str):
        return self.filter(page=page)

    def in_order(self):
        return self.order_by("page", "order", "pk")

    def locked(self, pk):
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class SavedFilter(models.Model):
    """A query of a list page. It keeps no rows: whoever opens it sees their own.

    `page` is the URL name of the list; `area` with `role` says with whom it is shared (both empty: with nobody).
    """

    account = models.ForeignKey(
        "governance.Account", models.PROTECT, db_index=False, related_name="saved_filters", verbose_name="保存人"
    )
    page = models.CharField("名单", max_length=80)
    name = models.CharField("名称", max_length=40)
    query = models.CharField("条件", max_length=4000)
    area = models.ForeignKey(
        "governance.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="共享范围"
    )
    role = models.CharField(
        "共享角色", max_length=40, blank=True, choices=[(role.code, role.label) for role in ROLES.values()]
    )
    order = models.PositiveSmallIntegerField("顺序", default=0)
    saved_at = models.DateTimeField("保存时间", db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "常用筛选"
        indexes = [models.Index(fields=["area", "page"], name="filter_shared", condition=models.Q(area__isnull=False))]
        constraints = [
            models.UniqueConstraint(fields=["account", "page", "name"], name="filter_name_is_one"),
            models.CheckConstraint(
                condition=models.Q(role="") | models.Q(area__isnull=False), name="filter_shared_with_a_role_at_a_place"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The list, filtered; empty when there is no such list any more."""
        try:
            return f"{reverse(self.page)}?{self.query}"
        except NoReverseMatch:
            return ""

    @property
    def is_shared(self) -> bool:
        return self.area_id is not None


class FilterWatch(models.Model):
    """Somebody wants to be told when a row newly matches. `looked_at`: changes up to then were looked at.

    `fault` says why nothing is looked for any more: the list no longer understands the filter.
    """

    saved_filter = models.ForeignKey(SavedFilter, models.CASCADE, related_name="watches")
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+")
    looked_at = models.DateTimeField()
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "筛选提醒"
        constraints = [models.UniqueConstraint(fields=["saved_filter", "account"], name="filter_is_watched_once")]

    def __str__(self):
        return f"{self.saved_filter} {self.account}"


class FilterNewsQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever was told of it: the watcher, and a deputy; the rows each sees are their own."""
        if actor._meta.model_name == "apiclient":
            return self.none()
        notices = self.model._meta.apps.get_model("governance.Notice").objects
        told = notices.filter(rung="filter.matched", subject_id=models.OuterRef("pk"), recipient=actor.pk)
        return self.filter(models.Exists(told))


class FilterNews(models.Model):
    """What one look found: `count` rows that had never matched before."""

    watch = models.ForeignKey(FilterWatch, models.CASCADE, related_name="news")
    found_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    objects = FilterNewsQuerySet.as_manager()

    area_id = None  # a notice of it belongs to no place

    class Meta:
        verbose_name = verbose_name_plural = "筛选的新匹配"

    def __str__(self):
        return f"{self.watch.saved_filter}：{self.count}"

    def get_absolute_url(self):
        return reverse("saved_filters:news", args=[self.pk])


class FilterMatch(models.Model):
    """A row that matches or matched; told once (`news`), or there before the watch began (none)."""

    watch = models.ForeignKey(FilterWatch, models.CASCADE, db_index=False, related_name="matches")
    row_id = models.BigIntegerField()
    news = models.ForeignKey(FilterNews, models.CASCADE, null=True, related_name="matches")

    class Meta:
        verbose_name = verbose_name_plural = "筛选匹配"
        constraints = [models.UniqueConstraint(fields=["watch", "row_id"], name="filter_match_is_told_once")]

    def __str__(self):
        return f"{self.watch_id} {self.row_id}"
