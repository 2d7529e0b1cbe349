"""Finding cases by the words in them: pairs of characters, so that two are enough in Chinese.

What a searcher may not read is not searched for them: hits and counts alike.
"""
