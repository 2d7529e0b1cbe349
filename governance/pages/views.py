from django.shortcuts import render

from governance.access import reach


@reach.signed_in
def home(request):
    """The work home: what waits for me."""
    return render(request, "governance/pages/home.html")
