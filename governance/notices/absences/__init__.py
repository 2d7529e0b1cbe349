"""Absence cover (请假代办): while somebody is away, a deputy at the same places gets their notices too."""
