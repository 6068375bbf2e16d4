"""Addresses of retention (A6). Numbers in them are random: of a protocol, or of a citizen."""

from django.urls import path, register_converter

from centre.retention.choices import Kind
from centre.retention.views import holds, lists, overview


class KindConverter:
    """One of the kinds, by its word."""

    regex = "|".join(Kind.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "retention_kind")

app_name = "retention"
urlpatterns = [
    path("retention/", overview.overview, name="overview"),
    path("retention/count/", overview.count, name="count"),
    path("retention/draft/", overview.draft, name="draft"),
    path("retention/<retention_kind:kind>/<int:year>/", lists.listed, name="listed"),
    path("retention/protocols/<uuid:pk>/", lists.protocol, name="protocol"),
    path("retention/protocols/<uuid:pk>/names/", lists.names, name="names"),
    path("retention/protocols/<uuid:pk>/approve/", lists.approve, name="approve"),
    path("retention/protocols/<uuid:pk>/withdraw/", lists.withdraw, name="withdraw"),
    path("citizens/<uuid:pk>/holds/", holds.holds, name="holds"),
]
