"""A mediator is told when somebody else registers where the subsidies go."""

from governance.notices.rungs import rung

rung(
    "subsidy.card_registered",
    "收款账户登记",
    "cases.BankCard",
    related=("mediator__account", "registered_by"),
    text=lambda card, notice: (
        f"{card.registered_by.name}为您登记了收款账户 {card.masked}（{card.bank}）。不是您提供的，请立即告知司法所。"
    ),
    verb="subsidy.claim",
)
