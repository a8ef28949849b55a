"""Profiles load, extend, and refuse what they do not know."""

import copy
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_qc.errors import ExitCode, ProfileError
from evidence_qc.language.languages import LANGUAGES
from evidence_qc.model import CONFIDENCE, Policy, Sourced
from evidence_qc.profiles import describe, load_profile, profile_names
from evidence_qc.profiles.fields import FIELDS
from evidence_qc.profiles.overrides import sealed
from tests.odd_values import ODD


def write(folder: Path, text: str, name: str = "mine.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_default_is_three_photos_and_one_video() -> None:
    """The project's first target: AliExpress."""
    profile = load_profile()

    assert profile_names()[0] == profile.name == "aliexpress"
    assert (profile.photos_max.value, profile.videos_max.value) == (3, 1)
    assert profile.photos_max.confidence == "S"


@pytest.mark.parametrize("name", profile_names())
def test_every_value_of_a_shipped_profile_says_where_it_comes_from(name: str) -> None:
    """Source, date and confidence, also where nothing was found."""
    profile = load_profile(name)

    for field in FIELDS:
        value = getattr(profile, field)
        assert value.source, field
        assert value.date, field
        assert value.confidence in CONFIDENCE and value.confidence != "given", field
        assert (value.value is None) == (value.confidence == "unknown"), field
    entries = [*profile.windows, *profile.advice_sources]
    entries += [shot for shots in profile.shots.values() for shot in shots]
    assert all(entry.source and entry.date and entry.confidence != "given" for entry in entries)


@pytest.mark.parametrize("name", profile_names())
def test_every_shipped_profile_can_be_planned_for(name: str) -> None:
    """Counts and formats that a plan needs are there, and JPEG is accepted."""
    profile = load_profile(name)

    assert profile.photos_max.value is not None and profile.photos_max.value >= 1
    assert profile.photos_max.value >= (profile.photos_min.value or 0)
    assert profile.videos_max.value is not None
    assert "jpeg" in (profile.photo_formats.value or ())
    assert profile.collages.value in tuple(Policy)
    assert profile.shots_for("anything else"), "a general shot list"


@pytest.mark.parametrize("name", profile_names())
def test_describe_says_everything_in_words(name: str) -> None:
    """One row a value, and an unknown value is said to be unknown."""
    rows = describe(load_profile(name))

    assert [row.name for row in rows[: len(FIELDS)]] == [field.words for field in FIELDS.values()]
    assert all(row.confidence in CONFIDENCE.values() for row in rows)
    assert all(row.value == "unknown" for row in rows if row.confidence == "no source found")


def test_the_digest_names_the_content() -> None:
    """Equal profiles have equal digests; one changed value changes it; the user's too."""
    assert load_profile().sha256 == load_profile().sha256
    assert len({load_profile(name).sha256 for name in profile_names()}) == len(profile_names())
    assert load_profile(overrides=["photos_max=4"]).sha256 != load_profile().sha256


def test_a_file_extends_a_profile(tmp_path: Path) -> None:
    """Values given plainly are the user's; the rest stays the parent's."""
    path = write(
        tmp_path,
        'extends = "aliexpress"\n[values]\nphotos_max = 5\n[limits.too-dark]\nwarn_ratio = 0.25\n',
    )

    profile = load_profile(path)

    assert profile.name == "mine"
    assert (profile.photos_max.value, profile.photos_max.confidence) == (5, "given")
    assert profile.videos_max == load_profile().videos_max
    assert profile.limits["too-dark"] == {"warn_ratio": 0.25}
    assert profile.windows == load_profile().windows


def test_a_file_extends_a_file_beside_it(tmp_path: Path) -> None:
    """A path in ``extends`` is relative to the file that says it."""
    write(tmp_path, 'extends = "generic"\n[values]\nphotos_max = 7\n', "base.toml")
    path = write(tmp_path, 'extends = "./base.toml"\n[values]\nvideos_max = 0\n')

    assert load_profile(path).photos_max.value == 7


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[values]\nphoto_max = 3", "photos_max"),
        ("[value]\nphotos_max = 3", "values"),
        ("[values]\nphotos_max = -1", "between 0 and 1,000"),
        ("[values]\nphotos_max = 2.5", "a whole number"),
        ("[values]\nphotos_max = true", "a whole number"),
        ("[values]\nphotos_max = nan", "a whole number"),
        ('[values]\nphoto_formats = ["jpg"]', "jpeg"),
        ('[values]\ncollages = "maybe"', "allowed, avoid, forbidden"),
        ('[values.photos_max]\nvalue = 3\nconfidence = "sure"', "confidence must be one of"),
        ('[values.photos_max]\nvalu = 3', "'value'"),
        ('[values.photos_max]\nconfidence = "O"', "no value"),
        ("[limits.too-drak]\nwarn_ratio = 0.1", "'too-dark'"),
        ("[limits.too-dark]\nwarn_rato = 0.1", "'warn_ratio'"),
        ("[limits.too-dark]\nwarn_ratio = 3", "between 0 and 1"),
        ("[limits]\ntoo-dark = 3", "must be a table"),
        ("limits = 3", "must be a table"),
        ('extends = "alixpress"', "'aliexpress'"),
        ('extends = "mine.toml"', "extends itself"),
        ('[[windows]]\nname="x"\nstarts="tomorrow"\ndays=3', "starts must be one of"),
        ('[[windows]]\nname="x"\nstarts="receipt"\ndays=-3', "days must be"),
        ('[[shots.damagd]]\nname="x"', "'damaged'"),
        ('[[shots.damaged]]\nname="x"\nrole="whole"', "role must be one of"),
        ("[shots]\ndamaged = 3", "must be a list of tables"),
        ("[shots]\ndamaged = [3]", "must be a table"),
        ("windows = [3]", "must be a table"),
        ("advice = [3]", "must be a table"),
        ("[values]\nphotos_max = []", "a whole number"),
        ("[values.photos_max]\nvalue = [3]", "a whole number"),
        ("[limits.too-dark]\nwarn_ratio = []", "between 0 and 1"),
        ("[limits.too-dark.warn_ratio]\nconfidence = 3", "confidence must be one of"),
        ("title = ", "not valid TOML"),
        ("title = 3", "must be a text"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused_with_the_nearest_name(
    text: str, said: str, tmp_path: Path
) -> None:
    """Exit 2, one sentence, and the name that was meant."""
    with pytest.raises(ProfileError) as caught:
        load_profile(write(tmp_path, text))

    assert said in str(caught.value)
    assert caught.value.exit_code == ExitCode.USAGE


@pytest.mark.parametrize(
    "assignment",
    ["too-dark.warn_ratio", "=3", "too-drk.warn_ratio=0.1", "too-dark.x=1", "photo_max=3",
     "photos_max=many", "photos_max=inf", "too-dark.warn_ratio=nan"],
)  # fmt: skip
def test_a_bad_assignment_is_refused(assignment: str) -> None:
    """``--set`` is checked as strictly as a file."""
    with pytest.raises(ProfileError, match="--set"):
        load_profile(overrides=[assignment])


def test_assignments_change_limits_and_values() -> None:
    """Texts and mappings mean the same; ``unknown`` forgets a value."""
    texts = load_profile(overrides=["too-dark.warn_ratio=0.2", "photo_formats=png,jpeg"])
    mapping = load_profile(overrides={"too-dark.warn_ratio": 0.2, "photo_formats": ("png", "jpeg")})

    assert texts == mapping
    assert texts.limits["too-dark"]["warn_ratio"] == 0.2
    assert texts.photo_formats.value == ("png", "jpeg")
    assert load_profile(overrides=["photo_bytes_max=unknown"]).photo_bytes_max.value is None


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    """Also when it is a folder or holds no text."""
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    for name in ("none.toml", ".", "binary.toml"):
        with pytest.raises(ProfileError):
            load_profile(f"{tmp_path}/{name}")


def test_the_words_of_a_reason_find_the_shot_list() -> None:
    """People write "does not turn on", profiles say not-working."""
    profile = load_profile()

    assert profile.shots_for("It does not turn on!") == profile.shots["not-working"]
    assert profile.shots_for("broken seam") == profile.shots["damaged"]
    assert profile.shots_for("too small") == profile.shots["wrong-size"]
    assert profile.shots_for("") == profile.shots["any"]


PLAIN = st.one_of(
    st.integers(-5, 10**13), st.floats(), st.booleans(), st.text("ab=.1 ", max_size=6),
    st.sampled_from(["jpeg", "allowed", "aliexpress", "damaged", "receipt", "overview", "O"]),
)  # fmt: skip
KEYS = st.sampled_from(
    ["title", "extends", "values", "limits", "windows", "shots", "advice", "photos_max", "days",
     "photo_formats", "collages", "too-dark", "warn_ratio", "damaged", "value", "source", "date",
     "confidence", "name", "role", "starts", "text", "x"]
)  # fmt: skip
TABLES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS, TABLES, max_size=4))
def test_no_table_whatever_breaks_the_loader(table: dict[str, object]) -> None:
    """A profile or a ``ProfileError``, never anything else."""
    with patch("evidence_qc.profiles.loader._read", lambda path: copy.deepcopy(table)):
        try:
            profile = load_profile("some.toml")
        except ProfileError:
            return
    assert describe(profile)
    assert len(profile.sha256) == 64


@settings(max_examples=100, deadline=None)
@given(st.text("tophs_maxdrk.-=0123456789,e ", max_size=24))
def test_no_assignment_whatever_breaks_it(text: str) -> None:
    """The same for ``--set``."""
    try:
        load_profile(overrides=[text])
    except ProfileError:
        return


def test_a_value_that_profiles_have_gained_changes_no_digest_until_it_is_known() -> None:
    """Batches of earlier versions go on under the same profile; a limit that is known counts."""
    plain = load_profile()

    assert plain.pdf_bytes_max.value is None
    assert plain.sha256 == sealed(replace(plain, pdf_bytes_max=Sourced())).sha256
    assert load_profile(overrides=["pdf_bytes_max=4000000"]).sha256 != plain.sha256


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "form",
    [
        "[values]\nphotos_max = {}", "[values.photos_max]\nvalue = {}", "[values]\npdf = {}",
        "[values.photos_max]\nvalue = 3\nconfidence = {}", "[values]\nvideo_seconds_max = {}",
        "[values]\nphoto_formats = {}", "[limits.too-dark]\nwarn_ratio = {}", "windows = {}",
        "[[windows]]\nname = 'a'\nstarts = 'receipt'\ndays = {}",
        "[[windows]]\nname = 'a'\nstarts = {}\ndays = 3", "shots = {{any = {}}}",
        "[[shots.any]]\nname = 'a'\nrole = {}", "advice = [{}]", "refunds = {}",
    ],
)  # fmt: skip
def test_an_odd_value_in_any_place_is_said_or_taken(form: str, odd: str, tmp_path: Path) -> None:
    """Whatever kind of value stands there: a complaint that can be said in every language."""
    (tmp_path / "mine.toml").write_text(f'title = "Mine"\n{form.format(odd)}\n', encoding="utf-8")
    try:
        load_profile(str(tmp_path / "mine.toml"))
    except ProfileError as error:
        assert all(error.in_language(language) for language in LANGUAGES)


def test_a_value_outside_its_table_is_told_where_it_stands(tmp_path: Path) -> None:
    """As ``--set`` writes it, it is not written in a file."""
    path = tmp_path / "p.toml"
    path.write_text('extends = "generic"\nphotos_max = 5\n', encoding="utf-8")

    with pytest.raises(ProfileError, match=r"photos_max is a value.*\[values\]"):
        load_profile(str(path))


def test_a_value_among_the_limits_is_told_where_it_belongs(tmp_path: Path) -> None:
    """It limits something, too, but no rule has its name."""
    path = tmp_path / "p.toml"
    path.write_text('extends = "generic"\n[limits]\nphotos_max = 5\n', encoding="utf-8")

    with pytest.raises(ProfileError, match=r"photos_max is a value.*\[values\]"):
        load_profile(str(path))


def test_a_file_may_begin_as_windows_begins_texts(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text("[values]\nphotos_max = 5\n", encoding="utf-8-sig")

    assert load_profile(str(path)).photos_max.value == 5
