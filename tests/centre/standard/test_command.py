"""`manage.py standard` in plain English, with one line for each fault."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from centre.standard.handbook import schema_page
from centre.standard.loader import load_shipped, read_shipped, shipped_keys
from centre.standard.models import QualityStandard


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("standard", *arguments, stdout=out)
    return out.getvalue()


def test_list_names_every_shipped_council_on_a_line_of_its_own() -> None:
    lines = said("list").splitlines()
    assert [line.split()[0] for line in lines] == list(shipped_keys())
    assert "2025-01-01  Skanderborg Kommune" in lines[-1]


def test_show_tells_the_main_values_and_the_councils_own_promises() -> None:
    text = said("show", "rebild")
    assert "Rebild Kommune (rebild)" in text
    assert (
        "social_drug: 14 days from request to plan_made and visitation_held"
        " and first_meeting_agreed (Behandlingsgaranti)" in text
    )
    assert "Next revision 2028-01-01." in text


@pytest.mark.parametrize("key", shipped_keys())
def test_show_as_json_prints_the_whole_standard(key: str) -> None:
    shown = json.loads(said("show", key, "--json"))
    assert shown["identity"]["council"] == load_shipped(key).identity.council
    assert len(shown["offers"]) == len(load_shipped(key).offers)
    assert set(shown) == set(load_shipped(key).__struct_fields__)


def test_check_tells_each_point_in_english_and_when_the_revision_is_due() -> None:
    lines = said("check", "fredericia").splitlines()
    assert len(lines) == 20
    assert "NOT covered  Rules for gift cards (missing: gift_cards)" in lines
    assert "covered      The treatment guarantee (from: Behandlingsgaranti)" in lines
    assert lines[-2] == "13 of 18 points covered (BEK 1691/2023)."
    assert "2028-01-01" in lines[-1]


def test_check_of_a_complete_standard_finds_all_points() -> None:
    text = said("check", "skanderborg")
    assert "18 of 18 points covered" in text
    assert "NOT covered" not in text


def test_check_of_a_bad_file_fails_with_a_line_for_each_fault(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    text = read_shipped("rebild").replace('kind = "group"', 'kind = "gruop"')
    bad.write_text(text.replace("minutes = 60", 'minutes = "60"'), encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        said("check", str(bad))
    first, *faults = str(caught.value).splitlines()
    assert first == "5 faults found"
    assert len(faults) == 5
    assert all(line.startswith("bad.toml: line ") for line in faults)
    assert caught.value.returncode == 1


def test_a_council_nobody_knows_is_told_with_those_that_ship() -> None:
    with pytest.raises(CommandError, match="shipped are aabenraa, fredericia, haderslev"):
        said("show", "atlantis")


def test_a_folder_is_no_standard(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no standard"):
        said("check", str(tmp_path))


def test_diff_tells_each_difference_and_counts_them() -> None:
    lines = said("diff", "haderslev", "skanderborg").splitlines()
    assert "gift_cards.max_cards: 7 -> 8" in lines
    assert (
        'clocks[social_drug].stop_when: ["talks_offered"] -> ["visitation_held", "decided"]'
        in lines
    )
    assert lines[-1] == f"{len(lines) - 1} differences."


def test_diff_cuts_long_values_and_says_so_unless_the_whole_is_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    short = said("diff", "haderslev", "skanderborg")
    cut = [line for line in short.splitlines() if "..." in line]
    assert cut
    assert "long values are cut: see --whole." in capsys.readouterr().err
    whole = said("diff", "haderslev", "skanderborg", "--whole")
    assert capsys.readouterr().err == ""
    assert "..." not in whole
    for line in cut:
        assert line.partition("...")[0] in whole
    assert short.splitlines()[-1] == whole.splitlines()[-1]


def test_diff_of_a_standard_with_itself_is_empty() -> None:
    assert said("diff", "rebild", "rebild", "--texts") == "0 differences.\n"


def test_diff_with_texts_tells_more() -> None:
    assert said("diff", "rebild", "haderslev", "--texts").count("\n") > said(
        "diff", "rebild", "haderslev"
    ).count("\n")


def test_schema_prints_the_page_of_the_docs() -> None:
    assert said("schema") == schema_page()


@pytest.mark.django_db
def test_load_takes_a_file_into_use_once(tmp_path: Path) -> None:
    file = tmp_path / "haderslev.toml"
    file.write_text(read_shipped("haderslev"), encoding="utf-8")
    assert said("load", str(file)) == "haderslev, valid from 2026-01-01, loaded.\n"
    assert said("load", str(file)) == "haderslev, valid from 2026-01-01, was loaded already.\n"
    assert QualityStandard.objects.filter(key="haderslev").count() == 1


@pytest.mark.django_db
def test_load_of_a_bad_file_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(read_shipped("haderslev").replace("max_cards = 7", "max_cards = 0"))
    with pytest.raises(CommandError, match=r"gift_cards\.max_cards"):
        said("load", str(file))
    assert QualityStandard.objects.count() == 0
