"""The addresses. Neutral words in those a citizen opens: nothing in them tells of the place."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"

urlpatterns = [
    path("health/", include("centre.clocks.urls.health")),
    path("staff/", include("centre.account.urls")),
    path("staff/", include("centre.clocks.urls.desk")),
    path("staff/", include("intake.urls.staff")),
    path("staff/", include("treatment.urls")),
    path("staff/", include("followup.urls")),
    path("staff/", include("complaints.urls.staff")),
    path("staff/", include("centre.post.urls")),
    path("staff/", include("centre.drafts.urls")),
    path("staff/", include("centre.file.urls")),
    path("staff/", include("centre.rights.urls")),
    path("staff/", include("centre.journal.urls")),
    path("staff/", include("centre.retention.urls")),
    path("staff/", include("reporting.urls")),
    *i18n_patterns(
        path("", include("intake.urls.public")),
        path("", include("complaints.urls.public")),
        path("", include("centre.standard.urls")),
        prefix_default_language=False,
    ),
]
