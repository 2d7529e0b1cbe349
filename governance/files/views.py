from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from governance.access import reach
from governance.files.actions import read_file
from governance.files.models import StoredFile


@reach.within("governance.StoredFile")
@require_GET
def download(request, pk):
    """The bytes, always as an attachment: nothing that was uploaded is shown as a page of ours."""
    file = get_object_or_404(StoredFile.objects.visible_to(request.user), pk=pk)
    try:
        content = read_file(file, by=request.user)
    except FileNotFoundError:  # erased between the question and the answer
        raise Http404 from None
    answer = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.content_type)
    answer["Content-Length"] = file.size
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
