"""Texts (文书和提醒用语): the wording of letters and reminders, edited by districts, dated, with versions."""
