"""How much each mediator carries (调解员负荷), and whom that speaks for next: advice, never a decision."""
