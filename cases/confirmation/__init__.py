"""Judicial confirmation (司法确认): asked of the court by all parties together, within thirty days.

人民调解法 第三十三条; 民事诉讼法 第二百零五条、第二百零六条; 法释〔2011〕5号.
"""
