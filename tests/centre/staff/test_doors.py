"""No page of the staff without a door: the house does not start with one."""

from types import ModuleType
from typing import Any

import pytest
from django.core import checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from pytest_django import Settings

from centre.staff.doors import StaffRequest, door, without_door
from centre.staff.rules import Door


def bare(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@door(Door.BOOK)
def guarded(_request: StaffRequest) -> HttpResponse:
    return HttpResponse()


def addresses(**views: Any) -> ModuleType:
    inner = [path(f"{name}/", view) for name, view in views.items()]
    made = ModuleType("addresses")
    made.urlpatterns = [path("staff/", include((inner, "some"))), path("open/", bare)]  # type: ignore[attr-defined]
    return made


@pytest.mark.threat("T16")
def test_every_page_of_the_staff_has_a_door() -> None:
    assert list(without_door()) == []


@pytest.mark.threat("T16")
def test_the_house_does_not_start_with_a_page_without_one(settings: Settings) -> None:
    settings.ROOT_URLCONF = addresses(kept=guarded)
    assert list(without_door()) == []
    settings.ROOT_URLCONF = addresses(kept=guarded, left=bare)
    assert list(without_door()) == ["staff/left/"]
    with pytest.raises(SystemCheckError, match=r"/staff/left/ says not who may open it"):
        call_command("check", tags=[checks.Tags.security])
