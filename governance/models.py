"""Index of the wing's nouns, so that Django finds them."""

from governance.api.models import KeptAnswer
from governance.areas.changes.models import AreaChange, AreaChangeItem
from governance.areas.loads.models import AreaLoad, AreaLoadChange
from governance.areas.models import Area, AreaName, AreaReading, AreaSuccession
from governance.areas.partitions.models import BuildingGroup, Estate, EstateLink, Grid
from governance.areas.population.models import AreaPopulation
from governance.audit.models import TrailDetail, TrailEntry, TrailHead, TrailSeal
from governance.calendars.models import CalendarDay, CalendarEdition, CalendarYear
from governance.committees.models import Body, BodyFact
from governance.duplicates.models import DuplicateSuspicion
from governance.feed.models import FeedEntry, FeedTouch
from governance.files.models import StoredFile
from governance.invariants.models import VerificationFinding, VerificationResult, VerificationRun
from governance.jobs.models import Job, JobProblem
from governance.metrics.models import MetricCell, MetricRebuild, MetricStanding, MetricTouch
from governance.metrics.reports.models import Report, ReportIssue, ReportLetter, ReportSchedule
from governance.notices.absences.models import Absence
from governance.notices.models import Notice, RungSweep
from governance.notices.outside.models import Address, Delivery
from governance.organisations.models import Organisation
from governance.people.models import Account, ApiClient, Posting
from governance.persons.models import Person, PersonIdentifier, Phone
from governance.replica.models import OwnWrite
from governance.returns.models import Return, ReturnEdition, ReturnNote, ReturnReview, ReturnRow
from governance.rules.models import RuleValue
from governance.saved_filters.models import FilterMatch, FilterNews, FilterWatch, SavedFilter
from governance.texts.models import TextVersion
from governance.webhooks.models import WebhookDelivery, WebhookEndpoint

__all__ = [
    "Absence",
    "Account",
    "Address",
    "ApiClient",
    "Area",
    "AreaChange",
    "AreaChangeItem",
    "AreaLoad",
    "AreaLoadChange",
    "AreaName",
    "AreaPopulation",
    "AreaReading",
    "AreaSuccession",
    "Body",
    "BodyFact",
    "BuildingGroup",
    "CalendarDay",
    "CalendarEdition",
    "CalendarYear",
    "Delivery",
    "DuplicateSuspicion",
    "Estate",
    "EstateLink",
    "FeedEntry",
    "FeedTouch",
    "FilterMatch",
    "FilterNews",
    "FilterWatch",
    "Grid",
    "Job",
    "JobProblem",
    "KeptAnswer",
    "MetricCell",
    "MetricRebuild",
    "MetricStanding",
    "MetricTouch",
    "Notice",
    "Organisation",
    "OwnWrite",
    "Person",
    "PersonIdentifier",
    "Phone",
    "Posting",
    "Report",
    "ReportIssue",
    "ReportLetter",
    "ReportSchedule",
    "Return",
    "ReturnEdition",
    "ReturnNote",
    "ReturnReview",
    "ReturnRow",
    "RuleValue",
    "RungSweep",
    "SavedFilter",
    "StoredFile",
    "TextVersion",
    "TrailDetail",
    "TrailEntry",
    "TrailHead",
    "TrailSeal",
    "VerificationFinding",
    "VerificationResult",
    "VerificationRun",
    "WebhookDelivery",
    "WebhookEndpoint",
]
