"""A moment is `_at`, a day is `_on`, a person who did it is `_by`."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from centre.staff.models import User
from tests.constraints import OURS

# Django's own user and session have names of their own.
DJANGOS = {"last_login", "date_joined", "expire_date"}
# Words that say it as well: the first or last day of something that lasts, and the moment a heartbeat is for.
DAYS = {"on", "until", "valid_from", "true_since", "paused_since", "basis_from", "granted_until"}
MOMENTS = {"at", "as_of", "lease_until"}
# What the machine does by itself, or nobody does: it happens.
WITHOUT_PERSON = {
    "received_at", "loaded_at", "made_at", "started_at", "finished_at", "expires_at", "sent_at",
    "starts_at", "due_at", "as_of", "lease_until", "call_back_at", "hour_at", "sealed_at",
    "looked_at", "used_at", "found_at", "from_at", "until_at",
}  # fmt: skip


def columns() -> Iterator[tuple[str, type[models.Model], "models.Field[Any, Any]"]]:
    for model in apps.get_models():
        if model.__module__.split(".")[0] in OURS:
            for field in model._meta.local_fields:
                if field.name not in DJANGOS:
                    yield f"{model._meta.label}.{field.name}", model, field


def is_named_well(field: "models.Field[Any, Any]") -> bool:
    name = field.name
    if isinstance(field, models.DateTimeField):
        return name.endswith("_at") or name in MOMENTS
    if isinstance(field, models.DateField):
        return name.endswith("_on") or name in DAYS
    if name == "by" or name.endswith("_by"):
        return field.related_model is User
    return not name.endswith(("_at", "_on")) and name not in DAYS | MOMENTS


def test_a_column_says_what_it_is() -> None:
    assert {where for where, _model, field in columns() if not is_named_well(field)} == set()


def test_what_a_person_does_at_a_moment_names_the_person() -> None:
    alone = {
        where
        for where, model, field in columns()
        if isinstance(field, models.DateTimeField)
        and field.name not in WITHOUT_PERSON
        and f"{field.name.removesuffix('at')}by"
        not in {one.name for one in model._meta.local_fields}
    }
    assert alone == set()


def test_a_rule_that_a_form_can_break_has_a_sentence_for_the_user() -> None:
    """`…_known` and the like guard against programs; what a person types must be answered kindly."""
    reachable = {
        "citizen_cpr_once", "consent_one_in_force", "consent_withdrawn_after_given",
        "absence_no_overlap", "closure_once_a_day", "inquiry_not_received_in_the_future",
        "inquiry_treatment_names_what_for", "inquiry_referral_with_consent", "booking_one_a_seat",
        "booking_overbooked_with_reason", "guarantee_fact_once", "clock_event_explains_with_cause",
        "slot_counsellor_in_one_place", "slot_can_be_met_somehow", "standard_loaded_once",
    }  # fmt: skip
    found = {
        constraint.name: constraint
        for model in apps.get_models()
        for constraint in model._meta.constraints
    }
    assert reachable <= found.keys()
    silent = {
        name
        for name in reachable
        if found[name].violation_error_message == found[name].default_violation_error_message
    }
    assert silent == set()
