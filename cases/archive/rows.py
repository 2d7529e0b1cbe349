"""The rows of the list of checks of volumes: how many points, passed or not; what was wrong stays in the file.

`…_seen_by` says which they are, `…_brought` brings what a page of them shows, in a fixed number of queries.
"""

from cases.archive.models import VolumeCheck


def checks_seen_by(actor):
    return VolumeCheck.objects.known_to(actor).standing()


def checks_brought():
    rows = VolumeCheck.objects.select_related("volume__case__committee__body", "account")
    return rows.defer("lost", "defects", "volume__catalogue", "volume__problems")
