"""Index of the wing's nouns, so that Django finds them."""

from governance.areas.models import Area, AreaName
from governance.audit.models import TrailDetail, TrailEntry
from governance.jobs.models import Job, JobProblem
from governance.people.models import Account, ApiClient, Posting

__all__ = [
    "Account",
    "ApiClient",
    "Area",
    "AreaName",
    "Job",
    "JobProblem",
    "Posting",
    "TrailDetail",
    "TrailEntry",
]
