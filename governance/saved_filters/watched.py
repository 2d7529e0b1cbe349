"""The lists of the ground floor of which nobody needs to be told, and why."""

from governance.saved_filters.lists import unwatched

unwatched("jobs:jobs", "任务失败时已有提醒，进度在任务页。")
unwatched("notices:notices", "提醒本身就是通知。")
unwatched("invariants:runs", "核对发现问题时已有提醒。")
unwatched("watchlist:watch_list", "名单按当天户数计算，超出的列在工作台。")
unwatched("pages:gallery", "示例。")
