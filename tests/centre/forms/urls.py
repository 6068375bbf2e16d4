"""The names the base templates link to, without the views behind them."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


staff = [path("logout/", nothing, name="logout"), path("account/", nothing, name="account")]
public = [
    path("", nothing, name="home"),
    path("exit/", nothing, name="exit"),
    path("time/", nothing, name="time"),
    path("privacy/", nothing, name="privacy"),
]
urlpatterns = [
    path("staff/", include((staff, "staff"))),
    *i18n_patterns(*public, prefix_default_language=False),
]
