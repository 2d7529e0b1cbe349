import django_filters

from governance.jobs.models import Job, JobState


class JobFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="状态", choices=JobState.choices, empty_label="全部状态")

    class Meta:
        model = Job
        fields = ["state"]
