"""Wording of reminders: a rung's text as data, so that a district may say it in its own words.

text=worded("case.due", "调解期限", "{案件}：{期限}到期，{何时}。", facts, CASE, WHEN)
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from governance.texts.kinds import Placeholder, Sentence, TextKind, define, filled
from governance.texts.values import Wordings

GROUP = "提醒"
LONGEST = 200


@dataclass(frozen=True)
class Worded:
    """The text of a rung. `facts(row, notice)` gives every placeholder its value."""

    kind: TextKind
    facts: Callable[..., dict[str, str]]

    def __call__(self, row, notice) -> str:
        """As shipped."""
        return filled(self.kind.words, self.facts(row, notice))

    def said(self, row, notice, wordings: Wordings) -> str:
        """In the words that held at the notice's place when it was raised: what was told stays as it was told."""
        words = wordings.words(self.kind.key, notice.area_id, timezone.localdate(notice.raised_at))
        return filled(words, self.facts(row, notice))


def worded(
    code: str,
    label: str,
    words: str,
    facts: Callable[..., dict[str, str]],
    *placeholders: Placeholder,
    sentences: tuple[Sentence, ...] = (),
) -> Worded:
    """Declare the text of rung `code`, and return what the rung's `text` is."""
    kind = TextKind(f"notice.{code}", label, GROUP, words, placeholders, sentences, LONGEST, is_one_line=True)
    define(kind)
    return Worded(kind, facts)
