"""The council's promise to its citizens, in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from centre.calendar import danish_day
from centre.standard import queries
from centre.standard.expect import page_of


def expect(request: HttpRequest) -> HttpResponse:
    """What a citizen can expect, from the standard in force today."""
    today = danish_day(now())
    page = page_of(queries.in_force(today).content, today=today)
    return render(request, "standard/expect.html", {"page": page})


def contact_us(request: HttpRequest) -> HttpResponse:
    """Where the centre is, its numbers and its hours."""
    today = danish_day(now())
    page = page_of(queries.in_force(today).content, today=today)
    return render(request, "standard/contact.html", {"page": page})


def own_data(request: HttpRequest) -> HttpResponse:
    """What a citizen may ask about what is kept of them, how, and by when they are answered."""
    return render(request, "standard/own_data.html")
