"""Cases from folders, case.toml, options and loose files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evidence_qc.case import lookup
from evidence_qc.case.case_file import read_case_file
from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions
from evidence_qc.errors import UsageError
from evidence_qc.model import Role, Shows, Subject
from tests.case.factory import clip, photo


def titles(*paths: str) -> list[str]:
    return [c.title for c in load_case(["p"], [photo(f"p/{path}") for path in paths]).claims]


def test_a_sub_folder_is_a_claim() -> None:
    """The folder's name is the title, its files are the media."""
    case = load_case(["p"], [photo("p/hole/a.jpg"), photo("p/stain/b.jpg"), photo("p/hole/c.jpg")])

    assert {c.title: c.media for c in case.claims} == {
        "hole": ("p/hole/a.jpg", "p/hole/c.jpg"),
        "stain": ("p/stain/b.jpg",),
    }
    assert not any(c.is_proposed for c in case.claims)


@pytest.mark.parametrize(
    "folder", ["DCIM/100APPLE", "Camera", "DCIM/Camera", "WhatsApp Images", "2026-11-20", "Фото"]
)
def test_folders_that_a_device_made_are_no_claims(folder: str) -> None:
    """Camera folders say nothing; their files are grouped like loose ones."""
    case = load_case(["p"], [photo(f"p/{folder}/a.jpg")])

    assert all(c.is_proposed for c in case.claims)


def test_a_wrapper_folder_is_looked_through() -> None:
    """One folder around all claims is not a claim itself."""
    assert titles("dispute/hole/a.jpg", "dispute/stain/b.jpg") == ["hole", "stain"]


def test_a_number_orders_folders_and_is_not_part_of_the_title() -> None:
    """``1_hole`` is called hole."""
    assert titles("1_hole in sleeve/a.jpg", "2_stain/b.jpg") == ["hole in sleeve", "stain"]


def test_a_folder_named_after_a_role_is_no_claim() -> None:
    """``label`` gives its files the role."""
    case = load_case(["p"], [photo("p/hole/a.jpg"), photo("p/label/b.jpg")])

    assert [c.title for c in case.claims] == ["hole"]
    assert case.roles["p/label/b.jpg"] is Role.LABEL


def test_a_file_name_tells_its_role() -> None:
    """``unboxing.mp4`` is the unboxing; IMG_2031.jpg says nothing."""
    case = load_case(["p"], [clip("p/unboxing.mp4"), photo("p/IMG_2031.jpg")])

    assert case.roles == {"p/unboxing.mp4": Role.UNBOXING}


def write(folder: Path, text: str) -> Path:
    path = folder / "case.toml"
    path.write_text(text, encoding="utf-8")
    return path


FULL = """
item = "Down jacket, navy, size M"
reason = "damaged"
ask = "Full refund"
[[claims]]
title = "дыра на левом рукаве"
title_en = "hole in the left sleeve"
folder = "hole"
[[claims]]
title = "пятно"
media = ["stain.jpg", "clip.mp4"]
[[claims]]
title = "seam"
media = []
[media."hole/a.jpg"]
role = "close-up"
marks = [{x = 0.52, y = 0.41, size = 0.10, label = "hole"}]
pin = true
[media."stain.jpg"]
exclude = true
"""


def test_a_case_file_says_it_exactly(tmp_path: Path) -> None:
    """Titles, English, folders, lists, roles, marks, pins and exclusions arrive."""
    files = [photo("p/hole/a.jpg"), photo("p/stain.jpg"), clip("p/clip.mp4")]
    case = load_case(["p"], files, case_toml=write(tmp_path, FULL))

    assert [(c.title, c.title_en, c.media) for c in case.claims] == [
        ("дыра на левом рукаве", "hole in the left sleeve", ("p/hole/a.jpg",)),
        ("пятно", "stain", ("p/stain.jpg", "p/clip.mp4")),
        ("seam", "", ()),
    ]
    assert case.item == "Down jacket, navy, size M"
    assert case.reason == "damaged"
    assert case.roles["p/hole/a.jpg"] is Role.CLOSE_UP
    assert case.marks["p/hole/a.jpg"][0].x_ratio == 0.52
    assert case.pinned == ("p/hole/a.jpg",)
    assert case.excluded == ("p/stain.jpg",)


def test_options_win_over_the_file(tmp_path: Path) -> None:
    """What is typed counts."""
    options = CaseOptions(
        claims=("hole=a.jpg",), item="Coat", ask="Half", marks=("a.jpg:0.1,0.2,0.3",)
    )
    case = load_case(
        ["p"],
        [photo("p/hole/a.jpg"), photo("p/stain.jpg"), clip("p/clip.mp4")],
        options=options,
        case_toml=write(tmp_path, FULL),
    )

    assert [(c.title, c.media) for c in case.claims] == [("hole", ("p/hole/a.jpg",))]
    assert (case.item, case.ask, case.reason) == ("Coat", "Half", "damaged")
    assert case.marks["p/hole/a.jpg"][-1].size_ratio == 0.3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('itme = "x"', ["itme", "'item'"]),
        ('reason = "damged"', ["damged", "'damaged'"]),
        ("[[claims]]\ntitel = 'x'", ["claim 1", "titel", "'title'"]),
        ("[[claims]]\ntitle = 'x'\nfolder = 'hol'", ["hol", "'hole'"]),
        ("[[claims]]\ntitle = 'x'\nmedia = ['b.jpg']", ["'b.jpg'", "'a.jpg'"]),
        ("[media.'a.jpg']\nrole = 'labl'", ["a.jpg", "labl", "'label'"]),
        ("[media.'a.jpg']\nmarks = [{x = 2, y = 0}]", ["a.jpg", "x = 2"]),
        ("[media.'a.jpg']\nmarks = [{x = 0.1}]", ["a.jpg", "lacks y"]),
        ("[media.'a.jpg']\npin = 1", ["pin", "true or false"]),
        ("claims = 3", ["[[claims]]"]),
        ("item = ]", ["not valid TOML", "line 1"]),
    ],
)
def test_a_wrong_case_file_is_explained(tmp_path: Path, text: str, words: list[str]) -> None:
    """The message names the file, the key and the nearest right name."""
    with pytest.raises(UsageError) as caught:
        load_case(["p"], [photo("p/hole/a.jpg")], case_toml=write(tmp_path, text))

    assert all(word in str(caught.value) for word in ["case.toml", *words])


@pytest.mark.parametrize(
    "options",
    [
        CaseOptions(claims=("no equals sign",)),
        CaseOptions(claims=("=a.jpg",)),
        CaseOptions(claims=("x=b.jpg",)),
        CaseOptions(marks=("a.jpg",)),
        CaseOptions(marks=("a.jpg:0.5",)),
        CaseOptions(marks=("a.jpg:0.5,nan",)),
        CaseOptions(marks=("a.jpg:0.5,1.5",)),
        CaseOptions(roles=("a.jpg=lable",)),
        CaseOptions(reason="nonsense"),
        CaseOptions(include=("zzz.jpg",)),
    ],
)
def test_a_wrong_option_is_a_usage_error(options: CaseOptions) -> None:
    """Nothing is guessed."""
    with pytest.raises(UsageError):
        load_case(["p"], [photo("p/a.jpg")], options=options)


def test_two_files_of_one_name_ask_for_the_folder() -> None:
    """``a.jpg`` is not enough when there are two."""
    with pytest.raises(UsageError, match="2 files"):
        load_case(
            ["p"],
            [photo("p/x/a.jpg"), photo("p/y/a.jpg")],
            options=CaseOptions(claims=("hole=a.jpg",)),
        )


def test_patterns_and_commas_name_files() -> None:
    """A claim takes patterns, lists, and a name that holds a comma."""
    files = [photo("p/a1.jpg"), photo("p/a2.jpg"), photo("p/b,c.jpg"), photo("p/d.jpg")]
    case = load_case(
        ["p"], files, options=CaseOptions(claims=("x=a*.jpg,d.jpg", "y=b,c.jpg", "z="))
    )

    assert [c.media for c in case.claims] == [
        ("p/a1.jpg", "p/a2.jpg", "p/d.jpg"),
        ("p/b,c.jpg",),
        (),
    ]


def test_several_folders_are_claims_by_their_own_names() -> None:
    """``bundle hole stain`` means two claims; ``bundle DCIM photos`` none."""
    said = load_case(["x/hole", "x/stain"], [photo("x/hole/a.jpg"), photo("x/stain/b.jpg")])
    silent = load_case(["DCIM", "photos"], [photo("DCIM/a.jpg"), photo("photos/b.jpg")])

    assert [c.title for c in said.claims] == ["hole", "stain"]
    assert all(c.is_proposed for c in silent.claims)


def test_the_current_folder_is_a_root_too() -> None:
    """Paths from ``.`` are looked up like any other."""
    case = load_case(["."], [photo("hole/a.jpg"), photo("./stain/b.jpg")])

    assert [c.title for c in case.claims] == ["hole", "stain"]


def test_a_missing_case_file_is_said() -> None:
    """A path that is not there is one sentence."""
    with pytest.raises(UsageError, match="cannot be read"):
        read_case_file(Path("nowhere/case.toml"))


def test_a_recognised_label_is_no_problem_and_its_role_is_not_said() -> None:
    """Loose it is context; what the user says of it stands above; nothing else becomes certain."""
    label = photo("p/IMG_1.jpg")
    label = replace(label, facts=replace(label.facts, shows=Shows(Subject.LABEL, 0.95, "")))
    files = [label, photo("p/IMG_2.jpg")]
    loose = load_case(["p"], files)
    claimed = load_case(["p"], files, options=CaseOptions(claims=("crushed=IMG_1.jpg",)))
    said = load_case(["p"], files, options=CaseOptions(roles=("IMG_1.jpg=close-up",)))

    assert [claim.media for claim in loose.claims] == [("p/IMG_2.jpg",)]
    assert loose.roles == {"p/IMG_1.jpg": Role.LABEL}
    assert loose.recognised == {"p/IMG_1.jpg"}
    assert not claimed.recognised
    assert not claimed.roles
    assert said.roles["p/IMG_1.jpg"] is Role.CLOSE_UP


def test_a_recognised_parcel_is_no_problem_of_the_thing_unless_it_is_said_or_all_there_is() -> None:
    parcel = photo("p/IMG_1.jpg")
    parcel = replace(parcel, facts=replace(parcel.facts, shows=Shows(Subject.PACKAGING, 0.95, "")))
    beside = load_case(["p"], [parcel, photo("p/IMG_2.jpg")])
    claimed = load_case(
        ["p"], [parcel, photo("p/IMG_2.jpg")], options=CaseOptions(claims=("crushed=IMG_1.jpg",))
    )
    alone = load_case(["p"], [parcel])

    assert [claim.media for claim in beside.claims] == [("p/IMG_2.jpg",)]
    assert beside.roles == {"p/IMG_1.jpg": Role.PACKAGING}
    assert not claimed.roles
    assert [claim.media for claim in alone.claims] == [("p/IMG_1.jpg",)]
    assert not alone.roles


def test_a_recognised_page_stands_in_no_group_unless_it_is_spoken_of_or_all_there_is() -> None:
    """A receipt among photos of the goods is no problem of theirs; a torn book is all pages."""
    page = photo("p/IMG_1.jpg")
    page = replace(page, facts=replace(page.facts, shows=Shows(Subject.PRINTED_PAGE, 0.95, "")))
    files = [page, photo("p/IMG_2.jpg")]

    def groups(*given, **options) -> list[str]:  # type: ignore[no-untyped-def]
        case = load_case(["p"], given, options=CaseOptions(**options))
        return sorted(path for claim in case.claims for path in claim.media)

    assert groups(*files) == ["p/IMG_2.jpg"]
    assert groups(page) == ["p/IMG_1.jpg"]
    assert groups(*files, roles=("IMG_1.jpg=close-up",)) == ["p/IMG_1.jpg", "p/IMG_2.jpg"]
    assert groups(*files, marks=("IMG_1.jpg:0.5,0.5,0.1",)) == ["p/IMG_1.jpg", "p/IMG_2.jpg"]
    assert groups(*files, claims=("page torn=IMG_1.jpg",)) == ["p/IMG_1.jpg"]


def test_a_case_of_many_files_is_read_in_time_that_grows_with_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each file is looked up by its name, not by going through all of them."""
    count = 300
    photos = [photo(f"p/{number}.jpg") for number in range(count)]
    text = "\n".join(f'[media."{number}.jpg"]\npin = true' for number in range(count))
    looked: list[str] = []
    clean = lookup._clean
    monkeypatch.setattr(lookup, "_clean", lambda path: looked.append(path) or clean(path))

    case = load_case(["p"], photos, case_toml=write(tmp_path, text))

    assert len(case.pinned) == count
    assert len(looked) < 10 * count


@pytest.mark.parametrize("use", ["pin", "include"])
def test_a_file_is_not_both_wanted_and_left_out(use: str, tmp_path: Path) -> None:
    """By the same word it is an error that names it; an option undoes what the file says."""
    photos = [photo("p/a.jpg"), photo("p/b.jpg")]
    field = {"pin": "pinned", "include": "included"}[use]
    wanted = CaseOptions(**{use: ("a.jpg",)})  # type: ignore[arg-type]
    out = CaseOptions(exclude=("a*",))

    both = write(tmp_path, f'[media."*.jpg"]\n{use} = true\n[media."a.jpg"]\nexclude = true')
    for options, file in ((None, both), (replace(wanted, exclude=("*.jpg",)), None)):
        with pytest.raises(UsageError, match=rf"p/a.jpg has both (--)?{use} and (--)?exclude"):
            load_case(["p"], photos, options=options, case_toml=file)

    wanted_file = write(tmp_path, f'[media."a.jpg"]\n{use} = true')
    case = load_case(["p"], photos, options=out, case_toml=wanted_file)
    assert (getattr(case, field), case.excluded) == ((), ("p/a.jpg",))
    out_file = write(tmp_path, '[media."a.jpg"]\nexclude = true')
    case = load_case(["p"], photos, options=wanted, case_toml=out_file)
    assert (getattr(case, field), case.excluded) == (("p/a.jpg",), ())
