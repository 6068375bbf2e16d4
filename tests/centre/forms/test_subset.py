"""The small stylesheet: holds what pages use, and nothing big."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings

from centre.forms import subset
from centre.forms.subset import build, classes_used, main, needed, rules, squeeze, squeeze_script

ROOT = Path(settings.BASE_DIR)
NONE: frozenset[str] = frozenset()


def kept(css: str, *used: str) -> str:
    return subset.subset(css, frozenset(used))


def test_rules_of_unused_classes_go_and_others_stay() -> None:
    assert kept(".a{x:1}.b{x:2}p{x:3}", "a") == ".a{x:1}p{x:3}"


def test_a_rule_keeps_only_the_selectors_that_matter() -> None:
    assert kept(".a,.b .a,.a>li{x:1}", "a") == ".a,.a>li{x:1}"


def test_classes_within_not_are_no_condition() -> None:
    assert kept("ul:not(.x):not(.y){x:1}") == "ul:not(.x):not(.y){x:1}"


def test_a_comma_within_brackets_does_not_part_a_selector() -> None:
    assert subset.selectors('.a:is(p,li),b[title="x,y"],c') == [
        ".a:is(p,li)",
        'b[title="x,y"]',
        "c",
    ]


def test_media_rules_are_filtered_within_and_vanish_when_empty() -> None:
    css = "@media print{.a{x:1}.b{x:2}}@media screen{.b{x:3}}"
    assert kept(css, "a") == "@media print{.a{x:1}}"


def test_fonts_and_idle_animations_are_left_out() -> None:
    css = "@font-face{src:url(x)}@keyframes go{from{x:0}to{x:1}}@keyframes spin{to{x:1}}.a{animation:go 1s}"
    assert kept(css, "a") == "@keyframes go{from{x:0}to{x:1}}.a{animation:go 1s}"


def test_elements_no_page_has_are_left_out() -> None:
    assert not needed("figure img", NONE, frozenset({"figure"}))
    assert needed("a[href*=figure]:hover", NONE, frozenset({"figure"}))


def test_an_open_brace_is_an_error() -> None:
    with pytest.raises(ValueError, match="never closed"):
        list(rules(".a{x:1"))


def test_squeezing_keeps_what_spaces_mean() -> None:
    assert squeeze("/* no */\n.a  .b ,\n.c { margin: 0 calc(1px + 2px); }\n") == (
        ".a .b,.c{margin: 0 calc(1px + 2px)}"
    )
    assert squeeze_script('// no\n  var a = "/x/";\n\n') == 'var a = "/x/";\n'


def test_classes_are_found_in_templates_forms_and_scripts(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/a.html").write_text(
        '<p class="one{% if x %} two{% endif %}">{% icon "x" css_class="six" %}'
    )
    (tmp_path / "intake").mkdir()
    (tmp_path / "intake/forms.py").write_text('TextInput(attrs={"class": "three"})')
    (tmp_path / "static/js").mkdir(parents=True)
    (tmp_path / "static/js/x.js").write_text("el.classList.add('four')")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/forms.py").write_text('attrs={"class": "five"}')
    found = classes_used(tmp_path)
    assert {"one", "two", "three", "four", "six"} <= found
    assert "five" not in found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not subset.DKFDS.exists():
        pytest.fail("DKFDS is not fetched: run `make setup`")
    target: Path = tmp_path_factory.mktemp("look")
    build(subset.DKFDS, target)
    return target


def zipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_the_public_side_weighs_under_thirty_kilobytes(built: Path) -> None:
    # Font files are compressed already. 3 kB are left for the page itself (performance.md 15).
    font = (built / "fonts/IBMPlexSans-Regular-Latin1.woff2").stat().st_size
    assert zipped(built / "public.css") + zipped(built / "public.js") + font < 27_000


def test_every_file_a_stylesheet_names_is_there(built: Path) -> None:
    for sheet in ("public.css", "staff.css"):
        named = [
            part.split(")")[0].strip("\"'")
            for part in (built / sheet).read_text().split("url(")[1:]
        ]
        assert named
        for name in named:
            assert (built / name).is_file(), name


def test_every_class_of_dkfds_that_a_template_uses_is_in_the_stylesheet(built: Path) -> None:
    whole = (subset.DKFDS / "css/dkfds.min.css").read_text()
    known = set(subset._CLASS.findall(subset._NOT.sub("", whole)))
    small = (built / "public.css").read_text()
    for path in (ROOT / "templates").rglob("*.html"):
        for value in subset._IN_TEMPLATE.findall(path.read_text()):
            for name in known & set(subset._WORD.findall(value)):
                assert f".{name}" in small, (path, name)


def test_the_braces_of_what_was_built_close(built: Path) -> None:
    assert len(list(rules((built / "public.css").read_text()))) > 100
    assert "@font-face" in (built / "staff.css").read_text()


def test_without_dkfds_the_command_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--dkfds", str(tmp_path / "none"), "--target", str(tmp_path / "out")]) == 1
    assert "make setup" in capsys.readouterr().err


def test_what_is_sent_has_compressed_twins(tmp_path: Path) -> None:
    sheet = tmp_path / "a.css"
    sheet.write_text(".a{color:red}" * 200)
    font = tmp_path / "a.woff2"
    font.write_bytes(b"wOF2" * 200)
    subset.compress([sheet, font])
    assert gzip.decompress((tmp_path / "a.css.gz").read_bytes()) == sheet.read_bytes()
    assert (tmp_path / "a.css.br").stat().st_size < sheet.stat().st_size
    assert not (tmp_path / "a.woff2.gz").exists()


def test_the_licence_of_dkfds_comes_along(built: Path) -> None:
    assert "MIT" in (built / "LICENSE-dkfds.md").read_text()
