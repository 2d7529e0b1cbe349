"""Natural persons (自然人) that the portal deals with: who they are, their documents and phones.

个人信息保护法 第六条, 第二十八条: what the work needs and no more.
Identifiers are sealed, shown masked, and revealed with a reason.
"""
