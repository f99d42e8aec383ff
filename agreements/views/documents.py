from django.http import FileResponse, HttpRequest

from agreements.permissions import get_document_or_404


def document_file(request: HttpRequest, pk: int) -> FileResponse:
    """Always an attachment: nothing that somebody uploaded is shown inside our pages."""
    document = get_document_or_404(request.user, pk)
    return FileResponse(document.file.open(), as_attachment=True, filename=document.file_name)
