"""What follows an agreement (履行): what was done of it and how that is proved, urging, and where else a party turned.

人民调解法 第三十一条、第三十二条; 人民调解工作若干规定 第三十七条、第三十八条.
"""
