"""The page on which somebody signed in reads the API's document and tries it."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from governance.access import reach


@reach.signed_in
@require_GET
def docs(request):
    return render(request, "governance/api/docs.html")
