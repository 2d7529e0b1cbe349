"""Working days, time limits and clocks that stop (design 4): pure functions of dates, and the calendars as dated data.

民法典 第二百零一条 to 第二百零三条; 民事诉讼法 第八十五条. Each year's rest days and make-up working days come from the
notice of the State Council's office; a year without one is worked out from weekends and marked provisional.
"""
