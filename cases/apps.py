from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    label = "cases"
    verbose_name = "人民调解"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        import cases.accidents.verbs
        import cases.accidents.words
        import cases.agreements.files
        import cases.agreements.rules
        import cases.agreements.verbs
        import cases.archive.disposal.files
        import cases.archive.files
        import cases.archive.rules
        import cases.archive.verbs
        import cases.bulk.verbs
        import cases.checks.verbs
        import cases.closing.guards
        import cases.closing.verbs
        import cases.confirmation.files
        import cases.confirmation.rules
        import cases.confirmation.verbs
        import cases.documents.files
        import cases.documents.verbs
        import cases.interfaces.guards
        import cases.interfaces.verbs
        import cases.ladder.actions
        import cases.ladder.files
        import cases.ladder.rules
        import cases.ladder.verbs
        import cases.mediation.grades.rules
        import cases.mediation.inquiry.files
        import cases.mediation.inquiry.words
        import cases.mediation.loads.rules
        import cases.mediation.rules
        import cases.mediation.verbs
        import cases.metrics.measures
        import cases.metrics.panels
        import cases.metrics.ready
        import cases.metrics.returns
        import cases.performance.files
        import cases.performance.following
        import cases.performance.rules
        import cases.performance.verbs
        import cases.registers.files
        import cases.registers.verbs
        import cases.reminding.verbs
        import cases.rights.verbs
        import cases.risk.guards
        import cases.risk.rules
        import cases.risk.verbs
        import cases.rosters.files
        import cases.rosters.verbs
        import cases.subsidies.rules
        import cases.subsidies.verbs
        import cases.visits.rules
        import cases.visits.verbs  # noqa: F401
        from cases.docket import limits, rules, verbs  # noqa: F401 - say what can be set, and what acts are called
