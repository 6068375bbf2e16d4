"""`manage.py account`: lost apps, accounts that move to the council's login, and its mapping."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from centre.account.mapping import roles_of
from centre.account.models import Identity, RecoveryCode, SecondFactor
from centre.records.models import AuditEntry
from tests.centre.account import council
from tests.centre.account.tools import MORNING, SET_UP, is_in, password_given, with_app
from tests.desk import logged_in
from tests.factories import House

ISSUER = "https://id.kommune.example"


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("account", *words, stdout=out)
    return out.getvalue()


def test_a_lost_app_is_set_up_anew_at_the_next_login_with_the_password(
    house: House, settings: Any
) -> None:
    settings.SECOND_FACTOR = True
    with_app(house.caseworker, MORNING - timedelta(days=30))
    client, colleague = logged_in(house.caseworker), logged_in(house.colleague)
    assert "1 sessions ended" in run("forget-app", "caseworker")
    assert [is_in(client), is_in(colleague)] == [False, True]
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert password_given("caseworker").get(SET_UP).status_code == 200
    assert AuditEntry.objects.get(action="account.forget_factor").by is None


def test_an_account_is_tied_once_and_its_password_opens_nothing_more(
    house: House, settings: Any
) -> None:
    settings.OIDC_ISSUER = ISSUER
    client = logged_in(house.caseworker)
    run("link", "caseworker", "1001")
    assert Identity.objects.get().user == house.caseworker
    assert not is_in(client)
    house.caseworker.refresh_from_db()
    assert not house.caseworker.has_usable_password()
    for words in (("caseworker", "1002"), ("colleague", "1001")):
        with pytest.raises(CommandError, match="tied already"):
            run("link", *words)
    house.colleague.refresh_from_db()
    assert house.colleague.has_usable_password()


def test_without_a_provider_nothing_is_tied(house: House) -> None:
    with pytest.raises(CommandError, match="OIDC_ISSUER is not set"):
        run("link", "caseworker", "1001")


def test_a_name_that_nobody_has_is_told(house: House) -> None:
    with pytest.raises(CommandError, match="Nobody has the user name"):
        run("forget-app", "nobody")


def test_a_mapping_is_checked_against_the_units_that_there_are(
    house: House, tmp_path: Path
) -> None:
    file = tmp_path / "roles.toml"
    file.write_text(council.MAPPING)
    with pytest.raises(CommandError, match="not set up here: nowhere"):
        run("check-mapping", str(file))
    roles_of.cache_clear()
    file.write_text(council.MAPPING.replace('"nowhere"', '"health"'))
    assert "4 lines" in run("check-mapping", str(file))
    roles_of.cache_clear()
    file.write_text("claim = 1")
    with pytest.raises(CommandError, match="nobody could log in"):
        run("check-mapping", str(file))
    roles_of.cache_clear()
