"""Where a party turned when the agreement was not performed (人民调解法 第三十二条、第三十三条)."""
