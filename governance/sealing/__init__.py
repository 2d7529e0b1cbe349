"""Sealing (design 7): identifiers are stored encrypted, found by a keyed digest, and rotate keys online.

个人信息保护法 第五十一条: encryption of personal data. The SM family (GM/T 0002, 0004) is the default.
"""
