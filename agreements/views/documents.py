from django.http import FileResponse, Http404, HttpRequest

from agreements.permissions import get_document_or_404


def document_file(request: HttpRequest, pk: int) -> FileResponse:
    """Always an attachment: nothing that somebody uploaded is shown inside our pages."""
    document = get_document_or_404(request.user, pk)
    if not document.file:
        raise Http404
    return FileResponse(document.file.open(), as_attachment=True, filename=document.file_name)
