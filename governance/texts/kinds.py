"""The texts that districts may edit: what each is for, its wording as shipped, and what must stay in it.

A feature declares its own with `define(TextKind(…))`. What varies stands in braces: {案号}. A placeholder that is a
`block` stands for a table or a list, alone on its line.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True)
class Placeholder:
    """`example` is what it says in the example case; `why` tells what obliges the text to hold it."""

    name: str
    example: str
    why: str = ""
    block: bool = False

    @property
    def token(self) -> str:
        return f"{{{self.name}}}"


@dataclass(frozen=True)
class Sentence:
    """Words that stay in the text as they are, because `why`."""

    words: str
    why: str


@dataclass(frozen=True)
class TextKind:
    """One text. `words` is the wording as shipped, a paragraph a line. `faults(words)` is what else its owner asks."""

    key: str
    label: str
    group: str
    words: str
    placeholders: tuple[Placeholder, ...]
    sentences: tuple[Sentence, ...] = ()
    longest: int = 2000
    is_one_line: bool = False
    faults: Callable[[str], list[str]] | None = None

    @property
    def named(self) -> dict[str, Placeholder]:
        return {one.name: one for one in self.placeholders}

    @property
    def obliged(self) -> list[tuple[str, str]]:
        """What may not be taken out, and why."""
        held = [(one.token, one.why) for one in self.placeholders if one.why]
        return [*((one.words, one.why) for one in self.sentences), *held]

    @property
    def examples(self) -> dict[str, str]:
        return {one.name: one.example for one in self.placeholders}


TEXTS: dict[str, TextKind] = {}


def define(*kinds: TextKind) -> None:
    """Make texts known to the portal. A feature calls this once, when it is imported."""
    TEXTS.update({kind.key: kind for kind in kinds})


def problems(kind: TextKind, words: str) -> list[str]:
    """Why `words` cannot be the text, as sentences for whoever typed it; empty when they can."""
    if not words.strip():
        return ["请填写内容。"]
    found = _unreadable(words)
    used = PLACEHOLDER.findall(words)
    unknown = [name for name in dict.fromkeys(used) if name not in kind.named]
    found += [f"没有“{{{name}}}”这个占位符，可用的见下方列表。" for name in unknown]
    found += [f"不能删去“{one.token}”：{one.why}。" for one in kind.placeholders if one.why and one.name not in used]
    flat = _flat(words)
    found += [f"不能删去或改动“{one.words}”：{one.why}。" for one in kind.sentences if _flat(one.words) not in flat]
    found += _misplaced(kind, words)
    if kind.is_one_line and "\n" in words.strip():
        found.append("提醒只能写一行。")
    return found + (kind.faults(words) if kind.faults else [])


def filled(words: str, values: dict[str, str]) -> str:
    """`words` with each placeholder replaced, once: braces inside a value stay what they are."""
    return PLACEHOLDER.sub(lambda one: values.get(one.group(1), one.group(0)), words)


def paragraphs(words: str) -> list[str]:
    return [line.strip() for line in words.replace("\r\n", "\n").split("\n") if line.strip()]


def block_of(kind: TextKind, paragraph: str) -> str:
    """The name of the block that the paragraph is; "" for running text."""
    match = PLACEHOLDER.fullmatch(paragraph)
    return match.group(1) if match and match.group(1) in kind.named and kind.named[match.group(1)].block else ""


def _unreadable(words):
    rest = PLACEHOLDER.sub("", words)
    if "{" in rest:
        after = rest[rest.index("{") + 1 :][:10].split("\n")[0]
        return [f"“{{{after}”处的花括号没有闭合：占位符应写成“{{名称}}”。"]
    if "}" in rest:
        before = rest[: rest.index("}")][-10:].split("\n")[-1]
        return [f"“{before}}}”处多出一个右花括号。"]
    return []


def _misplaced(kind, words):
    lines = paragraphs(words)
    for one in kind.placeholders:
        holding = [line for line in lines if one.token in line]
        if one.block and any(line != one.token for line in holding):
            yield f"“{one.token}”是一张表或者一段固定内容，应单独占一行。"
        elif one.block and len(holding) > 1:
            yield f"“{one.token}”只能出现一次。"


def _flat(words):
    return re.sub(r"\s+", "", words)
