"""The front page, the pages about this site, and the way out of it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from intake.choices import SlotChannel
from intake.queries import slots
from intake.views import cookie
from intake.views.pages import SEE_OTHER, in_words, standard_of, ways


def home(request: HttpRequest) -> HttpResponse:
    """What this is, in few words, and one way in.

    Whoever comes here is perhaps another person on the same computer: what was answered, and what
    a receipt showed, is forgotten (ux C-09).
    """
    at = now()
    standard = standard_of(at)
    next_time = slots.next_free_for_anybody(standard, at=at)
    context = {
        "next_time": in_words(next_time.starts_at) if next_time else "",
        "only_by_phone": ways(standard) == [SlotChannel.PHONE],
    }
    return cookie.forget(render(request, "intake/public/home.html", context))


def leave(request: HttpRequest) -> HttpResponse:
    """Out at once: nothing stays in the browser's jar, and Back finds nothing to show (ux A.5)."""
    response = HttpResponse(status=SEE_OTHER, headers={"Location": settings.NEUTRAL_EXIT_URL})
    response.headers["Clear-Site-Data"] = '"cache"'
    response.delete_cookie(settings.CSRF_COOKIE_NAME, path="/", samesite="Strict")
    return cookie.forget(response)


def safety(request: HttpRequest) -> HttpResponse:
    """What a browser remembers, and how to make it forget."""
    return render(request, "intake/public/safety.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, for how long, and who sees it."""
    return render(request, "intake/public/privacy.html")


def anonymity(request: HttpRequest) -> HttpResponse:
    """What anonymous means, and what ends it."""
    return render(request, "intake/public/anonymity.html", {"standard": standard_of(now())})


def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement where it is published, or what its owner has to do first (ux A.3)."""
    if settings.ACCESSIBILITY_STATEMENT_URL:
        return HttpResponse(
            status=SEE_OTHER, headers={"Location": settings.ACCESSIBILITY_STATEMENT_URL}
        )
    return render(request, "intake/public/accessibility.html")
