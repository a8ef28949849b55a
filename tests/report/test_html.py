"""The page as text: everything is there, nothing is obeyed, nothing is loaded."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_qc.language import render
from evidence_qc.language.catalogue import messages_below
from evidence_qc.language.languages import LANGUAGES
from evidence_qc.model import BestFrame, CaptureMetadata, CaseSummary, FileFacts, Heatmap, Report
from evidence_qc.report import html as room
from evidence_qc.report.html import NoPictures, Picture, render_html, write_html
from evidence_qc.report.html.cards import card_of
from evidence_qc.report.html.duplicates import duplicate_groups
from evidence_qc.report.html.environment import asset, environment, render_part
from evidence_qc.report.html.heat import heat_picture
from evidence_qc.report.html.histogram import histogram_of
from evidence_qc.report.html.measures import file_rows, in_words, measurement_rows
from evidence_qc.report.html.plan import plan_view
from evidence_qc.report.html.timeline import timeline_of
from evidence_qc.report.json import dumps, loads
from tests.report.pictures import Drawn
from tests.report.reports import DIM, MEASURED, SHAKEN, TWIN, photo, report, unreadable, video

PARTS = Path(room.__file__).parent / "templates" / "parts"
NASTY = "<img src=x onerror=alert(1)>.jpg"


class Outline(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "wbr":  # a name may break after its slashes
            self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def attributes(self, name: str) -> Iterator[str]:
        for _, attributes in self.tags:
            if value := attributes.get(name):
                yield value


def page(made: Report, pictures: Drawn | None = None) -> str:
    return "".join(render_html(made, pictures=pictures or Drawn()))


def test_a_card_for_every_file_worst_first() -> None:
    """Each file has one card, and the worst stand first."""
    cards = [tag for tag in Outline(page(report())).tags if tag[0] == "article"]

    assert [(card[1]["class"] or "").split()[-1] for card in cards] == [
        "is-reject", "is-reject", "is-borderline", "is-good",
    ]  # fmt: skip


def test_the_verdict_is_the_first_heading() -> None:
    """What the table says first, the page says first."""
    html = page(report())

    assert html.index("<h1>Retake 1 shot first; 1 of 4 files is left out.</h1>") < html.index("<h2")


def test_every_message_and_advice_is_on_the_page() -> None:
    """Nothing that a person needs is left in JSON."""
    text = " ".join(Outline(page(report())).text.split())

    for file in report().files:
        for finding in file.findings:
            assert finding.message in text
            assert finding.advice in text


def test_the_page_loads_nothing() -> None:
    """Every address is inside the page; the policy forbids all others."""
    outline = Outline(page(report()))

    for name in ("src", "href", "srcset", "action", "data", "poster"):
        assert all(value.startswith(("data:image/", "#")) for value in outline.attributes(name))
    policy = next(outline.attributes("content"))
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_no_inline_style_and_no_handler() -> None:
    """The policy would block them; so there are none."""
    for _, attributes in Outline(page(report())).tags:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]


def test_links_inside_the_page_lead_somewhere() -> None:
    """Every ``#`` has its target, every ``for`` and ``aria-labelledby`` its element, all once."""
    outline = Outline(page(report()))
    ids = list(outline.attributes("id"))

    assert len(ids) == len(set(ids))
    targets = [value[1:] for value in outline.attributes("href") if value.startswith("#")]
    targets += [*outline.attributes("for"), *outline.attributes("aria-labelledby")]
    rules = {target for target in targets if target.startswith("rule-")}
    assert {target for target in targets if target not in ids} <= rules


def everywhere(text: str) -> Report:
    """A report in which every word that comes from outside is this text."""
    finding = replace(
        SHAKEN,
        message_id=text,
        advice_id=text,
        unit=text,
        measured=text,
        limit=text,
        related=(text,),
    )
    file = photo(text, [finding])
    facts = replace(
        file.facts,
        metadata=replace(file.facts.metadata, captured_at=text, camera_make=text, software=text),
        companion=text,
    )
    base = report()
    assert base.case
    assert base.plan
    assert base.plan.video
    tile = replace(
        base.plan.slots[0].tiles[0], path=text, caption=text, caption_en=text, label=text
    )
    return replace(
        base,
        files=(replace(file, facts=facts), video(text)),
        findings=(finding,),
        skipped=tuple(replace(item, path=text, reason=text) for item in base.skipped),
        case=replace(
            base.case,
            retake_first=(text, f"{text}: {text}"),
            missing=(text, text + "2"),
            claims=tuple(
                replace(claim, title=text, title_en=text + "!", weak=text)
                for claim in base.case.claims
            ),
        ),
        plan=replace(
            base.plan,
            slots=(replace(base.plan.slots[0], tiles=(tile,), title=text),),
            video=replace(base.plan.video, path=text, reason=text),
            left_out=tuple(
                replace(item, path=text, reason=text, what_would_change_it=text)
                for item in base.plan.left_out
            ),
            notes=(text,),
        ),
        statement=text,
    )


@pytest.mark.parametrize(
    "text",
    [
        NASTY,
        '"><script>alert(1)</script>',
        "' onmouseover='alert(1)",
        "</title></style></script><script>alert(1)</script>",
        "{{ 7 * 7 }}{% raw %}",
        "javascript:alert(1)",
        "]]>--><svg onload=alert(1)>",
    ],
)
def test_no_word_from_outside_becomes_markup(text: str) -> None:
    """File names, metadata, captions and statements are shown, never obeyed."""
    plain = Outline(page(everywhere("harmless")))
    attacked = Outline(page(everywhere(text)))

    assert [tag for tag, _ in attacked.tags] == [tag for tag, _ in plain.tags]
    assert [set(names) for _, names in attacked.tags] == [set(names) for _, names in plain.tags]
    assert text in attacked.text


@given(st.text(min_size=1, max_size=40))
@settings(max_examples=25, deadline=None)
def test_any_name_makes_a_page(name: str) -> None:
    """Surrogates, control characters and quotes included; always valid UTF-8."""
    html = page(report(photo(name, [SHAKEN]), photo(name + "2")))

    html.encode("utf-8")
    assert html.count("<article ") == 2


def test_a_name_cannot_turn_the_text_around() -> None:
    """Bidirectional overrides are shown as replacement characters."""
    assert "\u202e" not in page(report(photo("photo\u202egpj.exe")))


def test_writing_is_rendering() -> None:
    """The stream holds what the pieces hold; equal reports give equal pages."""
    out = io.StringIO()
    write_html(report(), out, pictures=Drawn(), jobs=2)

    assert out.getvalue() == page(report())


def test_a_saved_report_gives_the_same_page() -> None:
    """The page adds nothing that JSON does not have."""
    assert page(loads(dumps(report()))) == page(report())


def test_cards_are_made_while_the_page_is_written() -> None:
    """Memory does not grow with the number of files: pictures are asked for one by one."""
    drawn = Drawn()
    many = report(*[photo(f"{index}.jpg") for index in range(400)])
    pieces = render_html(many, pictures=drawn)
    while "file-0-name" not in next(pieces):
        pass

    assert len(drawn.asked) < 40


def test_without_pictures_the_words_stay() -> None:
    """A report whose files are elsewhere."""
    html = "".join(render_html(report(), pictures=NoPictures()))

    assert "<img" not in html
    assert html.count("<article ") == 4


def test_ready_and_empty_reports_have_pages() -> None:
    """All good; and nothing at all."""
    ready = page(report(photo(), case=CaseSummary(ready=True)))
    empty = page(replace(report(), files=(), case=None, plan=None, findings=(), skipped=()))

    assert "<h1>You can submit now.</h1>" in ready
    assert "<h1>There is nothing to look at.</h1>" in empty


def test_a_part_stands_alone() -> None:
    """A web page can show one card without the rest."""
    card = card_of(photo(NASTY, [SHAKEN]), 7, Drawn())
    html = render_part("card", card)

    assert str(html).count("<article ") == 1
    assert "file-7" in html
    assert "<img src=x" not in html


@pytest.mark.parametrize("path", sorted(PARTS.glob("*.html")), ids=lambda path: path.stem)
def test_every_part_is_a_macro_of_its_name(path: Path) -> None:
    """So that ``render_part`` finds it."""
    assert callable(getattr(environment().get_template(f"parts/{path.name}").module, path.stem))


def test_the_kept_duplicate_stands_first() -> None:
    """A group holds every file that a duplicate finding names, however they are chained."""
    files = [
        photo("b.jpg", [replace(TWIN, related=("a.jpg",))]),
        photo("a.jpg"),
        photo("alone.jpg"),
        photo("c.jpg", [replace(TWIN, related=("b.jpg", "gone.jpg"))]),
    ]

    assert duplicate_groups(files) == ((1, 0, 3),)


def test_a_timeline_stays_on_its_strip() -> None:
    """Passages and markers lie between 0 and 100 percent, whatever the numbers say."""
    file = video()
    assert file.facts.video
    stream = replace(file.facts.video, duration_s=15.0, best_frames=(BestFrame(99.0, 50.0),))
    line = timeline_of(replace(file, facts=replace(file.facts, video=stream)))

    assert line is not None
    assert all(0 <= part.start_percent <= 100 for part in line.passages)
    assert line.best[0].at_percent == 100
    assert timeline_of(photo()) is None


def test_a_timeline_is_spoken() -> None:
    """Who cannot see the strip hears the same."""
    line = timeline_of(video())

    assert line
    assert line.spoken == (
        "Timeline of 0:42. 0:12–0:18: It is rather dark. 0:20–0:21: It is rather dark. "
        "Best frames at 0:08, 0:03."
    )


@given(st.integers(1, 32), st.integers(1, 32), st.binary(min_size=1024, max_size=1024))
@settings(max_examples=25, deadline=None)
def test_a_heat_map_is_tiny(rows: int, columns: int, cells: bytes) -> None:
    """One pixel a cell; below 1 kB even for noise."""
    made = heat_picture(Heatmap(rows, columns, cells[: rows * columns]))

    assert (made.width_px, made.height_px) == (columns, rows)
    assert len(made.data) < 1024


def test_sharp_cells_are_clear_and_blurred_ones_veiled() -> None:
    """Opacity grows with blur; what cannot be told is grey."""
    from PIL import Image

    made = heat_picture(Heatmap(1, 4, bytes([1, 100, 255, 0])))
    pixels = Image.open(io.BytesIO(made.data)).convert("RGBA")
    alphas = [pixels.getpixel((x, 0))[3] for x in range(3)]

    assert alphas[0] == 0 < alphas[1] < alphas[2]
    assert len(set(pixels.getpixel((3, 0))[:3])) == 1


@given(st.lists(st.integers(0, 255), min_size=1, max_size=64))
def test_a_histogram_keeps_its_frame(bins: list[int]) -> None:
    """No bar is higher than the drawing; an empty bin has no bar."""
    drawn = histogram_of(replace(MEASURED, luma_histogram=tuple(bins)))

    assert (drawn is None) == (not any(bins))
    if drawn:
        heights = [int(value) for value in re.findall(r"V(\d+)h", drawn.path)]
        assert [drawn.height == height for height in heights] == [value == 0 for value in bins]
        assert all(0 <= height <= drawn.height for height in heights)


def test_measurements_have_units() -> None:
    """Shares as percent, blur in thousandths, ratios of two things as they are."""
    assert in_words("sharp_area_ratio", 0.02) == "2 %"
    assert in_words("blur_permille", 6.1) == "6.1 ‰"
    assert in_words("motion_ratio", 2.4) == "2.4"
    assert in_words("noise_dn", 2.0) == "2 of 255"


def test_only_what_was_measured_is_shown() -> None:
    """No row for a number that could not be measured."""
    rows = {row.label for row in measurement_rows(MEASURED)}

    assert "Blur where it is judged" in rows
    assert "Noise" not in rows
    assert measurement_rows(None) == ()


def test_a_file_tells_how_it_was_made() -> None:
    """Camera, exposure, and how a video is coded; nothing where nothing is known."""
    taken = CaptureMetadata(
        camera_make="Acme", camera_model="X", exposure_time_s=0.02, iso_speed=80
    )
    said = {row.label: row.value for row in file_rows(photo(metadata=taken).facts)}
    clip = {row.label: row.value for row in file_rows(video().facts)}

    assert said == {"Camera": "Acme X", "Exposure": "1/50 s, ISO 80"}
    assert clip == {"Codec": "h264", "Frame rate": "29.97 a second", "Sound": "aac"}
    assert file_rows(unreadable().facts) == ()


def test_a_broken_file_has_a_card_without_picture() -> None:
    """It says what is wrong and what to do."""
    html = page(report(unreadable(), photo("b.jpg", [DIM])))

    assert "No picture" in html
    assert "Copy it from the phone again." in html


def test_pictures_are_never_asked_for_what_is_no_media() -> None:
    """The card of an unknown file does not try to open it."""
    drawn = Drawn()
    page(report(unreadable("a.jpg")), drawn)

    assert drawn.asked == []


def test_a_picture_that_fails_leaves_the_card() -> None:
    """None instead of a thumbnail: the words stay, the heat map goes."""

    class Failing(NoPictures):
        def thumbnail(self, file: FileFacts) -> Picture | None:
            return None

    html = "".join(render_html(report(photo(findings=[SHAKEN])), pictures=Failing()))

    assert "The camera moved." in html
    assert 'class="heat"' not in html


def test_nothing_is_counted_by_the_styles() -> None:
    """Counters are counted anew over the whole page whenever a batch of cards comes into sight."""
    styles = asset("report.css")

    assert "counter" not in re.sub(r"/\*.*?\*/", "", styles, flags=re.DOTALL)


def test_a_reject_never_reads_as_fifty() -> None:
    """Points are rounded down: 49.8 of a reject stays on its side of the border."""
    rejected = replace(photo("a.jpg"), score=49.8)

    assert card_of(rejected, 1, NoPictures()).score == "49"


@pytest.mark.parametrize(
    ("from_s", "to_s", "shown_s"),
    [(0.0, None, 8.033), (2.0, 30.0, 8.033), (0.0, 5.0, 3.0), (20.0, 30.0, None)],
)
def test_the_video_slot_shows_the_best_frame_of_the_part_that_is_uploaded(
    from_s: float, to_s: float | None, shown_s: float | None
) -> None:
    """Never a frame that is cut off; without one the slot stays in words."""
    whole = report()
    assert whole.plan
    assert whole.plan.video
    cut = replace(whole.plan, video=replace(whole.plan.video, start_s=from_s, end_s=to_s))
    source = Drawn()

    view = plan_view(replace(whole, plan=cut), source)

    assert view is not None
    assert source.asked == ([] if shown_s is None else [f"photos/unboxing.mp4 at {shown_s}"])
    assert (view.video_picture is None) == (shown_s is None) == (not view.video_alt)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_it_speaks_every_language(language: str) -> None:
    """But for the manuals of the rules, the text that is submitted, and what people called things.

    The report that it was made from is as it was.
    """
    made = report()
    before = dumps(made)
    english = "".join(render_html(made, pictures=Drawn()))
    page = "".join(render_html(made, pictures=Drawn(), language=language))

    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert re.search('<blockquote class="statement" lang="en" dir="ltr"', page)
    assert '<details class="rule" lang="en" dir="ltr"' in page
    assert dumps(made) == before
    ours = {f">{render(key)}<" for key in catalogue("html")}
    said = {words for words in ours if words in english}
    assert len(said) > 25
    same = {f">{render(key, language=language)}<" for key in catalogue("html")} & said
    assert {words for words in said if words in page} <= same


def catalogue(part: str) -> list[str]:
    """Ids of sentences that speak of nothing."""
    return [
        key
        for key, text in messages_below((part,)).items()
        if isinstance(text, str) and "{" not in text
    ]
