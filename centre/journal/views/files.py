"""Attaching a file to a note, and giving it out as a download."""

import uuid
from hashlib import sha256

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from centre.forms.uploads import takes_a_file, was_too_large
from centre.journal.actions.files import attach as attach_file
from centre.journal.choices import FileKind
from centre.journal.forms import AttachForm
from centre.journal.models import Attachment
from centre.journal.queries import notes as queries
from centre.journal.rules.files import LARGEST
from centre.records.door import open_one
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from centre.vault import VaultError

TYPES = {FileKind.PDF: "application/pdf", FileKind.JPEG: "image/jpeg", FileKind.PNG: "image/png"}
ENDINGS = {FileKind.PDF: "pdf", FileKind.JPEG: "jpg", FileKind.PNG: "png"}


@takes_a_file(LARGEST)
@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
def attach(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    at = now()
    rows = queries.with_people(queries.notes_to_act_on(request.user))
    found = open_one(rows, pk, reader=request, purpose="attach", at=at)
    sent = request.POST or None
    form = AttachForm(sent, request.FILES or None, too_large=was_too_large(request))
    conflict = False
    if request.method == "POST" and form.is_valid():
        told = {"file": form.cleaned_data["file"], "form_key": form.cleaned_data["form_key"]}
        try:
            attach_file(note_id=pk, name=form.name, by=request.user, at=at, **told)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
        else:
            messages.success(request, _("The file is attached."))
            return HttpResponseRedirect(reverse("journal:note", args=[pk]))
    page = {"citizen": found.citizen, "note": found, "scanned": queries.are_files_scanned()}
    return show(request, "journal/attach.html", page, form=form, conflict=conflict)


@require_GET
@door(Door.ASSESS)
def attachment(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    at = now()
    rows = queries.attachments(request.user, at)
    return _as_download(open_one(rows, pk, reader=request, purpose="attachment", at=at))


def _as_download(found: Attachment) -> HttpResponse:
    """The file, never shown within the house's own pages, under a name that tells nothing (ux T21)."""
    content = queries.content_of(found)
    if sha256(content).digest() != bytes(found.digest):
        raise VaultError("the parts of this attachment were changed or moved")
    kind = FileKind(found.kind)
    answer = HttpResponse(content, content_type=TYPES[kind])
    name = f"bilag-{found.pk.hex[:8]}.{ENDINGS[kind]}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    # A policy of its own, which the one for our pages leaves as it is.
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
