"""What is told of saved filters: that rows newly match. Which they are, the reader's own list says."""

from governance.notices.rungs import rung

rung(
    "filter.matched",
    "筛选有新匹配",
    "governance.FilterNews",
    related=("watch__saved_filter",),
    text=lambda news, notice: f"您关注的筛选“{news.watch.saved_filter.name}”有 {news.count} 条新匹配。",
)
