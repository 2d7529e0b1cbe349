from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
    label = "governance"
    verbose_name = "治理基座"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import post_migrate

        from governance.access import sessions
        from governance.access.api_clients import rules as client_rules  # noqa: F401 - defines its rules
        from governance.areas.watchlist import size  # noqa: F401 - defines its rules
        from governance.committees import measures  # noqa: F401 - declares what is counted
        from governance.invariants import rules as check_rules  # noqa: F401 - defines its rules
        from governance.metrics.standing import sign_new_database
        from governance.notices import rules  # noqa: F401 - defines its rules
        from governance.sealing.keys import require_keys

        require_keys()
        user_logged_in.connect(sessions.begin)
        post_migrate.connect(sign_new_database, sender=self)
