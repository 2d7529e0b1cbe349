"""Whether a mediator meets what a grade asks (domain/mediation.md 4.5). Pure: numbers in, sentences out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    """What a mediator has done: whole years in office, results, successes, and how many of these were oral."""

    years: int
    results: int
    successes: int
    oral: int

    @property
    def success_share(self) -> int | None:
        """Whole percent, downward; None before the first result."""
        return self.successes * 100 // self.results if self.results else None

    @property
    def oral_share(self) -> int | None:
        """Whole percent of the successes, upward; None before the first."""
        return -(-self.oral * 100 // self.successes) if self.successes else None


@dataclass(frozen=True)
class Asked:
    years: int
    cases: int
    oral_share: int
    success_share: int


@dataclass(frozen=True)
class Condition:
    text: str
    is_met: bool


def conditions(record: Record, asked: Asked) -> list[Condition]:
    """Each condition with where the mediator stands."""
    oral, success = record.oral_share, record.success_share
    return [
        Condition(f"从事调解 {asked.years} 年以上（现 {record.years} 年）", record.years >= asked.years),
        Condition(f"调解 {asked.cases} 件以上（现 {record.results} 件）", record.results >= asked.cases),
        Condition(
            f"口头协议不超过 {asked.oral_share}%（现 {'—' if oral is None else f'{oral}%'}）",
            oral is None or oral <= asked.oral_share,
        ),
        Condition(
            f"成功率 {asked.success_share}% 以上（现 {'—' if success is None else f'{success}%'}）",
            success is not None and success >= asked.success_share,
        ),
    ]
