"""Return visits (回访): due by rule, done on the phone or at the door, and what was found leads on.

人民调解工作若干规定 第三十七条.
"""
