"""The text to paste: short, numbered, pointing at tiles; advice, never rewriting."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions
from evidence_qc.model import FileReport, Profile, Sourced
from evidence_qc.plan.opening import FIRST_LINE_MAX
from evidence_qc.plan.plan import PlanOptions, make_plan
from evidence_qc.plan.statement import (
    CHARS_MAX,
    LINES_MAX,
    Recognised,
    Statement,
    write_statement,
)
from tests.case.factory import clip, photo

PROFILE = Profile(
    name="x",
    title="X",
    photos_max=Sourced(3, confidence="O"),
    videos_max=Sourced(1, confidence="O"),
)
ASCII = replace(PROFILE, statement_alphabet=Sourced("ascii", confidence="I"))


def statement_of(
    files: list[FileReport], profile: Profile = PROFILE, request: str = "", **said: object
) -> Statement:
    case = load_case(["p"], files, options=CaseOptions(**said))  # type: ignore[arg-type]
    plan = make_plan(case, files, profile)
    return write_statement(case, plan, profile, files, request=request)


JACKET = [
    photo("p/1_hole in the left sleeve/a.jpg"),
    photo("p/2_дыра/a.jpg"),
    photo("p/overview.jpg"),
    clip("p/2_дыра/v.mp4", frames=((8.4, 90.0), (2.0, 60.0))),
]


def test_it_says_item_problem_ask_and_where_to_look() -> None:
    """Numbered claims point at tiles and times; beside its English no title stands again."""
    result = statement_of(JACKET, item="Jacket, navy", ask="Full refund", reason="damaged")

    assert result.text == (
        "Jacket, navy. Arrived damaged: hole in the left sleeve; hole. Requested: full refund.\n"
        "1. hole in the left sleeve: photo 1, 1a.\n"
        "2. hole: photo 2, 2a; video at 0:08.\n"
        "Overall view: photo 1, A.\n"
    )
    assert result.is_complete


def test_a_clip_that_begins_in_the_dark_says_from_when_to_look() -> None:
    """The first seconds decide whether it is watched at all; times are those of the clip."""
    dark = ((0.0, 5.0), (2.0, 8.0), (4.0, 20.0), (5.4, 70.0), (8.0, 80.0))
    files = [photo("p/hole/a.jpg"), clip("p/unboxing.mp4", scores=dark)]
    bright = [files[0], clip("p/unboxing.mp4", scores=((0.0, 60.0), *dark[1:]))]

    assert "Unboxing: video, look from 0:06." in statement_of(files, item="Jacket").text
    assert "Unboxing: video." in statement_of(bright, item="Jacket").text


def test_an_alphabet_is_kept() -> None:
    """A platform that takes only ASCII gets the English alone."""
    result = statement_of(JACKET, ASCII, item="Jacket", ask="Full refund", reason="damaged")

    assert result.text.isascii()
    assert result.is_complete


def test_words_without_english_are_asked_for_not_guessed() -> None:
    """An unknown title in another script leaves a gap and an advice."""
    result = statement_of([photo("p/что-то не то/a.jpg")], ASCII, item="Jacket", ask="x")

    assert "[in English:" in result.text
    assert not result.is_complete
    assert any("not in English" in note for note in result.advice)


def test_an_accent_or_an_emoji_does_not_make_a_text_foreign() -> None:
    """Advised on, left as the user wrote it; other letters leave a gap, in item and ask too."""
    files = [photo("p/💔 broken – café/a.jpg")]
    latin = statement_of(files, ASCII, item="Lamp", ask="Refund", reason="damaged")
    foreign = statement_of(files, ASCII, item="معطف", ask="退款", reason="damaged")

    assert "damaged: 💔 broken – café. " in latin.text
    assert latin.is_complete
    assert any("may not take" in note for note in latin.advice)
    assert foreign.text.startswith("[in English: معطف]. Arrived damaged: 💔 broken – café.")
    assert "Requested: [in English: 退款]." in foreign.text
    assert not foreign.is_complete
    assert not any("item is" in note and "title_en" in note for note in foreign.advice)


def test_what_nobody_said_is_a_gap() -> None:
    """Loose photos: the text can be filled in, and says so."""
    result = statement_of([photo("p/a.jpg"), photo("p/b.jpg")])

    assert result.text.startswith("[name the item]: [say what is wrong].\n")
    assert not result.is_complete


def test_what_nobody_named_has_one_line_however_many_groups_there_are() -> None:
    """No list of gaps: where to look, every tile once, and nothing said about what it shows."""
    files = [photo(f"p/{n}.jpg", at_s=n * 3600.0) for n in range(1, 6)]
    case = load_case(["p"], files, options=CaseOptions(item="Jacket"))
    plan = make_plan(case, files, PROFILE)
    text = write_statement(case, plan, PROFILE, files).text
    labels = [tile.label for slot in plan.slots for tile in slot.tiles if tile.claims]

    assert len(case.claims) > 1
    assert text.count("[") == 1
    assert text.splitlines()[1].startswith("See photo 1, ")
    assert all(text.count(label) == 1 for label in labels)


def test_groups_beside_a_named_problem_have_no_number_of_a_problem() -> None:
    """The named ones keep theirs."""
    files = [photo("p/a.jpg"), photo("p/b.jpg")]
    said = CaseOptions(item="Jacket", claims=("hole=a.jpg", "second=b.jpg"), ask="x")
    case = load_case(["p"], files, options=said)
    case = replace(case, claims=(case.claims[0], replace(case.claims[1], is_proposed=True)))
    text = write_statement(case, make_plan(case, files, PROFILE), PROFILE, files).text

    assert "1. hole: photo 1, 1a." in text
    assert "second" not in text
    assert "See also photo " in text
    assert "[" not in text


def test_a_reply_comes_first() -> None:
    """A second round opens with what was asked for."""
    result = statement_of(JACKET, request="a video of the zip", item="Jacket", ask="x")

    assert result.text.startswith('In reply to your request "a video of the zip":\n')


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"item": "VERY BAD JACKET"}, "capitals"),
        ({"ask": "Full refund, scammers!!"}, "angry"),
        ({"claims": ("hole; stain; broken seam=a.jpg",)}, "several problems"),
        ({"claims": ("x" * 61 + "=a.jpg",)}, "61 characters"),
        ({"reason": "missing-parts", "ask": "Full refund"}, "missing part"),
        ({"reason": "damaged", "ask": ""}, "--ask"),
        ({"item": "x" * 95}, "first line"),
    ],
)
def test_advice_on_what_the_user_wrote(said: dict[str, object], words: str) -> None:
    """Each weakness has its sentence."""
    result = statement_of([photo("p/a.jpg")], **{"item": "Coat", "ask": "Half", **said})

    assert any(words in note for note in result.advice)


def test_words_of_the_user_are_not_shortened_with_ours() -> None:
    """A title that reads like a place to look stays as it is where the text is too long."""
    long = "hole near the seam; photo of the shop shows none" + "x" * 50
    titles = [f"{long} {n}" for n in range(4)]
    result = statement_of(
        [photo(f"p/{n}.jpg") for n in range(4)],
        claims=tuple(f"{title}={n}.jpg" for n, title in enumerate(titles)),
        item="Coat",
        ask="Half",
    )

    assert ": photo " not in result.text
    assert all(title in result.text for title in titles)


texts = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, min_size=1, max_size=9), st.text(max_size=40).map(str.split), texts)
def test_any_case_keeps_to_the_lines(titles: list[str], item: list[str], ask: str) -> None:
    """At most six lines; within 500 characters and 90 in the first, or the advice says so."""
    files = [photo(f"p/{n}.jpg") for n in range(len(titles))]
    result = statement_of(
        files,
        claims=tuple(f"{t.replace('=', '-')}.={n}.jpg" for n, t in enumerate(titles)),
        item=" ".join(item),
        ask=ask,
    )
    lines = result.text.rstrip("\n").split("\n")

    assert len(lines) <= LINES_MAX
    assert len(result.text) <= CHARS_MAX or any("characters, more than" in a for a in result.advice)
    assert len(lines[0]) <= FIRST_LINE_MAX or any("first line" in a for a in result.advice)


@pytest.mark.parametrize(
    ("length", "kept"),
    [
        (FIRST_LINE_MAX, ["X: hole in the left sleeve; hole. Requested: money."]),
        (FIRST_LINE_MAX + 1, ["X: hole in the left sleeve; hole.", "Requested: money."]),
    ],
)
def test_the_first_line_is_full_up_to_its_last_character(length: int, kept: list[str]) -> None:
    """With 90 characters it stays as it is; with one more what is asked has a line of its own."""
    whole = "X: hole in the left sleeve; hole. Requested: money."
    item = "X" * (length - len(whole) + 1)
    result = statement_of(JACKET, item=item, ask="Money")

    assert result.text.splitlines()[: len(kept)] == [kept[0].replace("X", item, 1), *kept[1:]]
    assert not any("first line" in advice for advice in result.advice)


@pytest.mark.parametrize("item", ["Тёмный пуховик", "Тёмный пуховик, размер M, новый"])
def test_what_asks_for_english_drives_nothing_out_of_the_first_line(item: str) -> None:
    """The buyer fills it in; a request that was typed is never missing, nor a bracket open."""
    files = [photo("p/1_hole in the sleeve/a.jpg")]

    result = statement_of(files, ASCII, item=item, ask="Полный возврат денег", reason="damaged")

    first = result.text.splitlines()[0]
    assert "Requested: [in English: Полный возврат денег]." in result.text
    assert first.count("[") == first.count("]") > 0


def test_a_first_line_that_cannot_be_short_is_said() -> None:
    """From 91 characters on, where nothing is left to give up."""
    lines = {}
    for extra in (0, 1):
        item = "x" * (
            FIRST_LINE_MAX + extra - len(": hole in the left sleeve, and 1 more problem.")
        )
        result = statement_of(JACKET, item=item, reason="damaged")
        lines[len(result.text.splitlines()[0])] = any("first line" in a for a in result.advice)

    assert lines == {FIRST_LINE_MAX: False, FIRST_LINE_MAX + 1: True}


@pytest.mark.parametrize(("end_s", "moment"), [(8.4, "0:08"), (8.3, "0:02")])
def test_only_what_the_submitted_clip_shows_is_pointed_at(end_s: float, moment: str) -> None:
    """Its last moment is in it; a better one behind its end is not."""
    case = load_case(["p"], JACKET, options=CaseOptions(item="Jacket"))
    plan = make_plan(case, JACKET, PROFILE)
    assert plan.video is not None
    cut = replace(plan, video=replace(plan.video, start_s=0.0, end_s=end_s))

    assert f"video at {moment}" in write_statement(case, cut, PROFILE, JACKET).text


def test_what_is_too_long_gives_up_words_that_say_nothing() -> None:
    """Each problem and where it is stay."""
    files = [photo(f"p/{n}_{'hole ' * n}here/a.jpg") for n in (1, 2, 3)]
    case = load_case(["p"], files, options=CaseOptions(item="Coat", reason="damaged", ask="x"))
    plan = make_plan(case, files, PROFILE)
    text = write_statement(case, plan, PROFILE, files).text
    texts = {
        most: write_statement(case, plan, replace(PROFILE, statement_chars_max=limit), files).text
        for most in (len(text), len(text) - 1)
        if (limit := Sourced(most, confidence="O"))
    }

    assert texts[len(text)] == text
    assert "photo" not in texts[len(text) - 1]
    assert all(f"{n}, {n}a" in texts[len(text) - 1] for n in (1, 2, 3))


def test_a_list_of_problems_is_parted_so_that_each_reads_alone() -> None:
    """A noun, a sentence, one with a comma; what does not fit is counted as problems."""
    claims = ("fabric is polyester, not silk=a.jpg", "zip does not close=b.jpg", "stain=c.jpg")
    files = [photo(f"p/{n}.jpg") for n in "abc"]
    three = statement_of(files, claims=claims, item="Dress", ask="Refund").text
    many = statement_of(
        files, claims=claims, item="Dress, long, green, of light fabric", ask=""
    ).text

    first = "Dress: fabric is polyester, not silk; zip does not close; stain. Requested: refund."
    assert three.splitlines()[0] == first
    assert many.splitlines()[0].endswith("zip does not close; there is one other problem.")


@pytest.mark.parametrize(("start_s", "said"), [(0.0, "0:12"), (11.0, "0:01"), (14.0, "0:06")])
def test_the_main_problem_is_where_it_was_recognised(start_s: float, said: str) -> None:
    """Counted in the submitted part; cut away, the clearest moment stands in."""
    files = [photo("p/hole/a.jpg"), clip("p/hole/v.mp4", frames=((20.0, 90.0),), duration_s=40.0)]
    case = load_case(["p"], files, options=CaseOptions(item="Lamp"))
    options = PlanOptions(cut_s=(start_s, 40.0) if start_s else None)
    plan = make_plan(case, files, PROFILE, options)
    found = Recognised(moments_s={"p/hole/v.mp4": 12.4})
    text = write_statement(case, plan, PROFILE, files, recognised=found).text

    assert f"See photo 1, 1a; video at {said}." in text


def test_one_problem_is_said_once() -> None:
    """The first line names it; below stands only where to look. Of two each has its line."""
    one = statement_of([photo("p/1_hole/a.jpg")], item="coat", ask="x", reason="damaged").text
    two = statement_of([photo("p/1_hole/a.jpg"), photo("p/2_stain/b.jpg")], item="coat").text

    assert one == "Coat. Arrived damaged: hole. Requested: x.\nSee photo 1, 1a.\n"
    assert two.splitlines()[1:] == ["1. hole: photo 1, 1a.", "2. stain: photo 2, 2a."]


def test_two_problems_of_one_name_are_named_once_in_the_first_line() -> None:
    """Each has its photo below."""
    files = [photo("p/1_hole/a.jpg"), photo("p/2_дыра/b.jpg")]
    lines = statement_of(files, item="Coat", ask="x").text.splitlines()

    assert lines == ["Coat: hole. Requested: x.", "1. hole: photo 1, 1a.", "2. hole: photo 2, 2a."]


LONG = {
    "en": ("Children's waterproof winter snowsuit", "shoulder seam burst along its whole length"),
    "de": ("Kinderwinterregenschutzanzug", "Schulternaht auf ganzer Länge aufgeplatzt"),
    "es": (
        "Impermeable infantil acolchado de invierno",
        "costura del hombro completamente abierta",
    ),
    "fr": ("Combinaison imperméable matelassée d’hiver", "couture de l’épaule entièrement ouverte"),
    "pt": ("Macacão impermeável acolchoado de inverno", "costura do ombro completamente aberta"),
    "ru": ("Комбинезон непромокаемый утеплённый детский", "плечевой шов разошёлся по всей длине"),
    "zh": ("儿童冬季防水加厚连体滑雪服" * 3, "肩部接缝全部开裂" * 4),
    "ar": ("بدلة ثلج شتوية مقاومة للماء للأطفال", "خياطة الكتف مفتوحة على طولها بالكامل"),
}


@pytest.mark.parametrize("language", LONG)
@pytest.mark.parametrize("repeat", [1, 2])
@pytest.mark.parametrize("others", [1, 4])
def test_a_line_that_names_one_problem_says_that_there_are_others(
    language: str, repeat: int, others: int
) -> None:
    """However long the words of item and title are: who reads one line knows that it is not all."""
    item, title = (" ".join([each] * repeat) for each in LONG[language])
    more = [f"zip number {n} does not close at its lower end" for n in range(others)]
    claims = tuple(f"{each}={n}.jpg" for n, each in enumerate([title, *more]))
    files = [photo(f"p/{n}.jpg") for n in range(1 + others)]
    text = statement_of(files, item=item, claims=claims, reason="damaged", ask="refund").text
    first = text.splitlines()[0]

    assert f", and {others} more problem{'s' * (others > 1)}." in first


@pytest.mark.parametrize(
    ("title", "said"),
    [("strap came off", "there is one other problem"),
     ("strap torn and buckle bent", "there are other problems")],
)  # fmt: skip
def test_problems_are_only_counted_where_a_title_names_one(title: str, said: str) -> None:
    """Two in one title are no single problem."""
    claims = ("fabric is polyester, not silk=a.jpg", f"{title}=b.jpg", "zip does not close=c.jpg")
    files = [photo(f"p/{n}.jpg") for n in "abc"]
    item = "Dress, long, green, of light fabric"
    text = statement_of(files, claims=claims, item=item, ask="").text

    assert text.splitlines()[0].endswith(f"; {said}.")


@pytest.mark.parametrize(
    ("item", "said"),
    [("winter coat", "Winter coat"), ("two-seater sofa", "Two-seater sofa"),
     ("eBay mug", "eBay mug"), ("iPhone 12", "iPhone 12"), ("3D pen", "3D pen"),
     ("пальто", "Пальто")],
)  # fmt: skip
def test_a_sentence_begins_with_a_capital_and_a_name_stays_a_name(item: str, said: str) -> None:
    """Only a word that has no capital at all gets one."""
    assert statement_of(JACKET, item=item, ask="x").text.startswith(f"{said}: ")


@pytest.mark.parametrize(
    ("title", "said"),
    [("does not switch on", "Lamp: does not switch on."), ("bent", "Lamp. Arrived damaged: bent.")],
)
def test_what_does_not_work_is_not_called_damaged(title: str, said: str) -> None:
    """The title says what happened; damage is what can be seen."""
    text = statement_of([photo("p/a.jpg")], claims=(f"{title}=a.jpg",), item="Lamp",
                        reason="damaged").text  # fmt: skip

    assert text.startswith(said)


def test_what_is_defective_did_not_arrive_damaged_nor_fail_altogether() -> None:
    """Platforms have one reason for both (eBay: "doesn't work or defective")."""
    for reason in ("defective", "not working"):
        text = statement_of([photo("p/a.jpg")], claims=("fan rattles=a.jpg",), item="Laptop",
                            reason=reason).text  # fmt: skip
        assert text.startswith("Laptop. Defective: fan rattles."), reason


def test_plain_letters_are_offered_for_an_english_title_and_english_for_another() -> None:
    """What the platform may not take is shown as it may: no riddle about a letter."""
    files = [photo("p/café table – scratched/a.jpg"), photo("p/Hülle ganz zerkratzt xx/a.jpg")]
    first, second = (
        [str(note) for note in statement_of(files, ASCII, item="Table", ask="x").advice
         if f"Claim {number} " in note]
        for number in (1, 2)
    )  # fmt: skip

    assert len(first) == len(second) == 1
    assert first[0].endswith('In plain letters it reads "cafe table - scratched".')
    assert "is not in English" in second[0]
    assert "characters" not in second[0]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        ("I want a full refund", ". I want a full refund."),
        ("please send the missing lid", ". Please send the missing lid."),
        ("We ask for half back.", ". We ask for half back."),
        ("Payment of 40 EUR", " Requested: payment of 40 EUR."),
        ("Refund", " Requested: refund."),
        ("PayPal refund", " Requested: PayPal refund."),
    ],
)
def test_a_request_that_is_a_sentence_stands_as_one(ask: str, said: str) -> None:
    """Nobody writes "Requested: I want a refund"."""
    first = statement_of([photo("p/lid broken/a.jpg")], item="Pot", ask=ask).text.splitlines()[0]

    assert first == f"Pot: lid broken{said if said.startswith('.') else f'.{said}'}"


def test_what_is_not_named_in_the_first_line_is_counted_in_it() -> None:
    """Joined as in a sentence, where there is no room for more."""
    files = [
        photo(f"p/{name}/a.jpg")
        for name in (
            "lining torn from the left pocket up to the collar",
            "stain on the hem",
            "hood is missing",
        )
    ]
    text = statement_of(files, item="Winter coat", reason="damaged", ask="Full refund").text

    assert ", and 2 more problems." in text.splitlines()[0]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Split along the grain.", "split along the grain"),
        ("Zip broken!", "zip broken"),
        ("LED strip dead", "LED strip dead"),
        ("Bose logo peeling", "Bose logo peeling"),
        ("USB port loose", "USB port loose"),
        ("...", "..."),
    ],
)
def test_a_title_stands_within_a_sentence(title: str, said: str) -> None:
    """No stop in the middle of it, and no capital that is no name's."""
    files = [photo("p/a.jpg"), photo("p/b.jpg")]
    text = statement_of(files, item="Board", claims=(f"{title}=a.jpg", "x torn=b.jpg")).text

    assert text.startswith(f"Board: {said}; x torn.")
    assert f"1. {said}: photo" in text


def test_the_problem_that_is_the_reason_stands_first() -> None:
    """In the first line; the numbers stay the buyer's."""
    files = [photo("p/a.jpg"), photo("p/b.jpg")]
    claims = ("sole came unglued=a.jpg", "wrong colour, brown instead of black=b.jpg")
    text = statement_of(files, item="Shoes", claims=claims, reason="wrong-item").text

    assert text.startswith("Shoes: wrong colour, brown instead of black; sole came unglued.")
    assert "1. sole came unglued: photo" in text


def test_an_apostrophe_that_was_left_out_is_set() -> None:
    """Nobody who decides takes "wont" for carelessness; no other word is touched."""
    text = statement_of([photo("p/Wont turn on, isnt new/a.jpg")], item="Scale").text

    assert text.startswith("Scale: won't turn on, isn't new.")


def test_no_other_problem_is_named_for_the_one_that_is_the_reason() -> None:
    """A scratched lid is not why it does not run; what is has no English yet."""
    files = [photo("p/a.jpg"), photo("p/b.jpg")]
    claims = ("der Plattenteller eiert=a.jpg", "Deckel zerkratzt=b.jpg")
    named = statement_of(
        files,
        item="Turntable",
        reason="not-working",
        claims=("does not switch on=a.jpg", "der Plattenteller eiert=b.jpg"),
    ).text
    broken, dented = (
        statement_of(files, item="Turntable", claims=claims, reason=reason).text
        for reason in ("not-working", "damaged")
    )

    assert named.startswith("Turntable. Defective: does not switch on; there is one other")
    assert broken.startswith("Turntable. Defective.\n")
    assert dented.startswith("Turntable. Arrived damaged: scratched lid; there is one other")


@pytest.mark.parametrize(
    ("item", "is_asked"),
    [("Silla de oficina", True), ("Настольная лампа", True), ("Eau de toilette", False),
     ("Bose speaker, mini", False), ("Pokémon cards", False)],
)  # fmt: skip
def test_an_item_in_another_language_is_asked_about(item: str, is_asked: bool) -> None:
    """On every platform: whoever decides has to know what was bought."""
    notes = statement_of([photo("p/hole/a.jpg")], item=item, ask="x").advice

    assert any("item is not in English" in note for note in notes) is is_asked


def test_what_may_be_no_english_stands_in_quotation_marks() -> None:
    """They are the buyer's words, whatever their language is; nobody says that they are not it."""
    text = statement_of(
        [photo("p/resleting rusak/a.jpg"), photo("p/x torn/b.jpg")], item="Bag"
    ).text

    assert text.startswith('Bag: "resleting rusak"; x torn.\n1. "resleting rusak": photo')
