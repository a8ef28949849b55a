"""What platforms ask to be shown becomes a list; the rest is quoted, nothing invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.case.requests.parse import CHARS_MAX, REST_CHARS, parse_request
from evidence_qc.case.requests.read import shots_in
from evidence_qc.language import Sentence


def shots(text: str) -> list[str]:
    return [wanted.shot for wanted in parse_request(text).wanted if wanted.shot]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Video where the phone is on a charger and stays dark, "
            "another device charging at the same socket.",
            ["charging", "other-device"],
        ),
        ("Пришлите фото дефекта и накладной.", ["defect", "label"]),
        ("Envíe la factura y una foto del embalaje.", ["receipt", "packaging"]),
        ("Envie uma foto do número de série.", ["serial"]),
        ("Filmez l'ouverture du colis sans coupure.", ["unboxing"]),
        ("Bitte ein Foto des gesamten Artikels neben einem Lineal.", ["whole"]),
        ("请提供开箱视频和快递面单的照片。", ["unboxing", "label"]),
    ],
)
def test_a_request_is_a_list_of_shots(text: str, wanted: list[str]) -> None:
    """In the order in which they are asked for, in seven languages."""
    assert shots(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("No need to send the packaging, only the receipt.", ["receipt"]),
        ("Thank you for the unboxing video. Please add the invoice.", ["receipt"]),
        ("Упаковку снимать не нужно, пришлите только чек.", ["receipt"]),
        ("不需要包装照片，只需要发票。", ["receipt"]),
        ("A photo of the shipping label on the box.", ["label"]),
        ("We are sorry about the problem you described.", []),
    ],
)
def test_what_is_not_asked_for_is_not_on_it(text: str, wanted: list[str]) -> None:
    """Not needed, there already, or only named in passing."""
    assert shots(text) == wanted


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("For the courier claim I need these of you: the dented lid, the torn strap.", "strap"),
        ("For your seller claim show us: the dented lid.", "lid"),
        ("Снимите пробку, срок годности на дне и штрихкод.", "штрихкод"),
        ("Снимите дно, срок хранения на крышке.", "крышке"),
    ],
)
def test_a_word_that_means_two_things_loses_nothing(text: str, thing: str) -> None:
    """A claim is no saying, and a best-before date is no deadline."""
    request = parse_request(text)

    assert thing in " ".join([*(wanted.words for wanted in request.wanted), *request.unclear])


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Привет) пришлите фото дна", ["фото дна"]),
        ("Жаль((( пришлите фото дна", ["фото дна"]),
        ("Hello) show us a photo of the sole (the left one).", ["the left one"]),
        ("Ой, какая жалость, покажите нам донышко кружки", ["донышко кружки"]),
        ("Покажите место, где гриф входит в корпус, сбоку.", ["сбоку"]),
    ],
)
def test_a_smiley_and_a_sigh_lose_nothing(text: str, points: list[str]) -> None:
    """And a view alone is of what stood before it."""
    wanted = parse_request(text).wanted

    assert len(wanted) == len(points)
    assert all(point in each.words for point, each in zip(points, wanted, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "聊天截图、网图不作为凭证。",
        "聊天截图不能作为证据。",
        "Фотографии, загруженные ранее, приняты быть не могут.",
    ],
)
def test_what_is_no_evidence_is_not_asked_for(text: str) -> None:
    assert parse_request(text).wanted == ()


def test_what_is_not_understood_is_quoted_in_its_own_words() -> None:
    """The whole piece, as it was written; what is understood beside it has its name."""
    request = parse_request("Kindly upload a Police Report and a photo of the label tag.")

    assert [wanted.shot for wanted in request.wanted] == ["", "tag"]
    assert "Police Report" in request.wanted[0].words


def test_the_kind_of_recording_is_kept() -> None:
    """The one named last before a shot; some only a video can show."""
    text = "A photo of the receipt, a video of the damage; show that it does not turn on."
    media = {wanted.shot: wanted.medium for wanted in parse_request(text).wanted}

    assert media == {"receipt": "photo", "defect": "video", "failure": "video"}


def test_every_shot_has_its_sentence() -> None:
    """No key of the lists is shown to people."""
    for key in {key for key, _ in shots_in(frozenset({"latin"}))}:
        assert not Sentence(f"shot.{key}").startswith("shot.")


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    """Whatever is pasted; what it quotes stands in it."""
    request = parse_request(text)

    assert all(quote.strip() for quote in request.unclear)
    assert all(wanted.shot or wanted.words for wanted in request.wanted)
    assert len(set(request.wanted)) == len(request.wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a photo of the label", ["any-label"]),
        ("une photo de l'étiquette", ["any-label"]),
        ("фото этикетки", ["any-label"]),
        ("Photo of the label inside the collar", ["tag"]),
        ("A photo of the airway bill (AWB) attached on the parcel (box or bag)", ["label"]),
        ("A photo of the waybill that shows the weight of the parcel", ["label"]),
        ("A close-up photo of the serial number", ["serial"]),
        ("Photos of all angles of the unopened parcel", []),
    ],
)
def test_plain_words_ask_for_no_more_than_they_say(text: str, wanted: list[str]) -> None:
    """A label may be any label; what it is on, or shows, is not asked for again."""
    assert shots(text) == wanted


def test_a_bracketed_plural_is_a_plural_and_is_quoted_as_it_was_written() -> None:
    """As forms of platforms write it."""
    request = parse_request("Photo(s) of the scratch(es) and the xylophone(s).")

    assert [wanted.shot for wanted in request.wanted] == ["defect", ""]
    assert request.wanted[1].words == "the xylophone(s)"


def test_a_request_without_an_end_is_read_at_its_beginning() -> None:
    """What comes far behind is quoted, not looked for: time goes with the length."""
    long = "Photo of the label. " + "9" * 3 * CHARS_MAX

    found = parse_request(long)

    assert [wanted.shot for wanted in found.wanted] == [
        wanted.shot for wanted in parse_request("Photo of the label.").wanted
    ]
    assert found.unclear[-1] == "9" * REST_CHARS + " …"
    assert all(len(words) <= CHARS_MAX for words in found.unclear)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Sorry for the trouble, could you send the invoice?", ["receipt"]),
        ("Upload the invoice, otherwise the case will be closed.", ["receipt"]),
        ("No necesitamos la factura, pero sí una foto de la etiqueta de talla.", ["tag"]),
        ("Die Rechnung brauchen wir nicht, nur ein Foto der Seriennummer.", ["serial"]),
        ("请上传与卖家的聊天记录截图,发票暂时不需要。", ["chat"]),
        ("The seller says that the box was sent. Please show the label on the collar.", ["tag"]),
        ("Guten Tag, bitte ein Foto vom Typenschild.", ["serial"]),
        ("We can issue the refund for your parcel in 5 working days.", []),
    ],
)
def test_a_denial_reaches_as_far_as_its_clause(text: str, wanted: list[str]) -> None:
    """What asks beside it, asks; apologies, refunds and what others say ask for nothing."""
    assert shots(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["Put the parcel on a kitchen scale.", "Posez le colis sur une balance.",
     "Foto von Paket auf Waage", "包裹放在电子秤上拍照", "Coloque la caja sobre una báscula."],
)  # fmt: skip
def test_what_lies_on_a_scale_is_not_asked_for_again(text: str) -> None:
    """The parcel on a scale is one photo."""
    assert shots(text) == ["weight"]


def test_beside_a_shot_two_unknown_words_are_no_quote() -> None:
    """They say how."""
    assert not parse_request("A frumious photo of the receipt").unclear


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("No es necesario que envíe la factura, adjunte el video sin cortes.", ["uncut"]),
        ("Não precisa mandar a nota fiscal. Uma foto da etiqueta dos Correios.", ["label"]),
        ("Screenshots werden nicht akzeptiert. Bitte ein Foto der Rechnung.", ["receipt"]),
        ("Paragonu nie potrzebujemy.", []),
    ],
)
def test_a_request_that_is_denied_asks_for_nothing(text: str, wanted: list[str]) -> None:
    """As in "there is no need to send"."""
    assert shots(text) == wanted


def test_only_the_languages_of_a_text_are_read() -> None:
    """What is written in one script needs no expression of another."""
    latin, chinese = (len(shots_in(frozenset({name}))) for name in ("latin", "chinese"))
    assert 0 < chinese < latin
    assert shots("请提供发票") == ["receipt"]
    assert shots("Пришлите чек and the label") == ["receipt", "any-label"]


def said(text: str) -> list[tuple[str, str]]:
    return [(wanted.shot, wanted.words) for wanted in parse_request(text).wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("يرجى إرسال صورة للإيصال وصورة لملصق الشحن.", ["receipt", "label"]),
        ("نرجو تصوير المنتج كاملاً بجانب مسطرة.", ["whole"]),
        ("لا داعي لإرسال الفاتورة، فقط صورة للرقم التسلسلي.", ["serial"]),
        ("البائع يقول إنه أرسل الصندوق سليماً.", []),
    ],
)
def test_arabic_is_read_with_its_articles_and_prefixes(text: str, wanted: list[str]) -> None:
    """Which it writes together with the word, as it does "and"."""
    assert shots(text) == wanted


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Please send a picture of the lever boot.", "the lever boot"),
        ("Пришлите фото прокладки под крышкой.", "прокладки под крышкой"),
        ("Manda una foto de las varillas.", "las varillas"),
        ("Tire uma foto do rodízio traseiro.", "rodízio traseiro"),
        ("Merci d'envoyer une photo du soufflet.", "soufflet"),
        ("Bitte ein Bild der Dichtlippe.", "Dichtlippe"),
        ("请提供弹簧的照片。", "弹簧"),
        ("يرجى إرسال صورة للزنبرك.", "للزنبرك"),
    ],
)
def test_what_no_list_holds_is_asked_for_in_the_platforms_words(text: str, thing: str) -> None:
    """It is on the list all the same: it was asked for."""
    assert len(said(text)) == 1
    assert thing in said(text)[0][1]
    assert not parse_request(text).unclear


@pytest.mark.parametrize(
    "text",
    ["Photo of the lid of the box", "Send a photo of the weight label", "a photo of the box lid",
     "Ein Foto vom Deckel des Kartons", "une photo du couvercle de la boîte",
     "foto da nota de embalagem", "фото крышки коробки", "صورة لغطاء العلبة"],
)  # fmt: skip
def test_a_part_of_something_is_not_the_thing(text: str) -> None:
    """What stands behind an unknown word is only named beside it."""
    assert not {"packaging", "weight"} & set(shots(text))
    assert said(text)[0][1] and said(text)[0][1] in text


@pytest.mark.parametrize(
    "text",
    ["Please send the parcel to the address below.", "Return the item in its original packaging.",
     "We need your bank details to pay the refund.", "Send the phone back with the receipt inside.",
     "Отправьте товар обратно в оригинальной коробке.", "Напишите ваш адрес и номер телефона.",
     "Devuelva el producto en su caja.", "Devolva o produto na caixa original.",
     "Renvoyez l'article dans son emballage.", "Schicken Sie das Gerät im Karton zurück.",
     "请把商品放回包装寄回。", "يرجى إعادة المنتج في علبته."],
)  # fmt: skip
def test_what_is_sent_itself_is_no_picture(text: str) -> None:
    """A parcel, an address, the goods that go back."""
    assert not said(text)


@pytest.mark.parametrize(
    "text",
    ["The photos show a scratch, which we do not dispute.", "Your video was clear enough.",
     "Die Bilder zeigen einen Kratzer.", "Las fotos muestran el daño.",
     "Vos photos montrent la rayure.", "На фото видно царапину.", "视频我们看过了,没有问题。",
     "Screenshots from the internet can't be accepted.", "A receipt would help but is not needed.",
     "Stick the label on the parcel."],
)  # fmt: skip
def test_what_is_said_of_pictures_asks_for_none(text: str) -> None:
    """Nor does what is to be done with a thing."""
    assert not said(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Please provide: 1) the hinge, 2) the latch, 3) the plate.", 3),
        ("Required evidence: the latch; the hinge", 2),
        ("Нужны: петля, защёлка", 2),
        ("Pièces à fournir : la charnière, le loquet", 2),
    ],
)
def test_a_heading_asks_for_all_that_is_listed_under_it(text: str, count: int) -> None:
    """And is not itself on the list."""
    assert len(said(text)) == count


@pytest.mark.parametrize(
    "text",
    ["Record a video, starting with the plug, then the switch, then the lamp",
     "Снимите видео: сначала вилка, потом выключатель", "请录一段视频,从插头开始,按开关,看灯",
     "Photograph the hinge, so that the pin can be seen",
     "Ein Foto vom Bolzen, auf dem man die Zahl liest"],
)  # fmt: skip
def test_how_something_is_shown_stays_with_it(text: str) -> None:
    """The course of a video, and what can be seen."""
    assert len(said(text)) == 1
    assert text.endswith(said(text)[0][1])


def test_what_is_asked_for_twice_is_on_the_list_once() -> None:
    """But two things of one kind are two."""
    assert len(said("A photo of the label. Please send a photo of the label.")) == 1
    assert len(said("A photo of the crack in the lid and a photo of the crack in the base.")) == 2


@pytest.mark.parametrize(
    "text",
    ["You can upload up to 5 photos.", "Photos must be in JPG format and smaller than 5 MB.",
     "Фото должны быть чёткими, без фильтров.", "Максимум 10 фото и одно видео до 50 МБ.",
     "Puede subir hasta 5 fotos en la aplicación.", "As fotos devem estar nítidas.",
     "Vous pouvez ajouter jusqu'à 5 photos.", "Die Bilder müssen scharf sein.",
     "最多可以上传5张照片。", "照片要清晰,不要用滤镜。", "يمكنك رفع خمس صور كحد أقصى.",
     "We will film the test and show you the result.", "发货前我们拍了照片。"],
)  # fmt: skip
def test_how_pictures_have_to_be_asks_for_none(text: str) -> None:
    """Nor how many there may be, nor what the other side took."""
    assert not said(text)


def test_what_a_video_must_show_is_asked_for() -> None:
    """Though it says how it has to be."""
    assert (
        said("The video must show the hinge.")
        or parse_request("The video must show the hinge.").unclear
    )
    assert said("Please send photos that must include the latch.")


@pytest.mark.parametrize("text", ["照片和" * 3000, "send the label and " * 500, "(a, " * 2500])
def test_a_request_without_a_full_stop_is_read_in_passing(text: str) -> None:
    """However often it goes on; each part is looked at once."""
    assert parse_request(text) == parse_request(text)


@pytest.mark.parametrize(
    "text",
    ["A photo of the hinge, thx", "Photo of the hinge, cheers", "фото петли, заранее спс",
     "Una foto de la bisagra, gracias, hasta el lunes", "Uma foto da dobradiça, valeu",
     "Une photo de la charnière, merci, à lundi", "Ein Foto vom Scharnier, vielen Dank",
     "请提供：一、合页照片；", "صورة للمفصل، شكرا", "A photo of the hinge, deadline is Friday",
     "صورة للمفصل، آخر موعد يوم الخميس"],
)  # fmt: skip
def test_thanks_numbers_and_days_are_no_points(text: str) -> None:
    """What is asked for names something that can be seen."""
    assert len(said(text)) == 1


@pytest.mark.parametrize(
    "text",
    ["Send a photo of the hinge, which we answer soon.",
     "Please open the case, which takes two weeks.",
     "Скиньте фото петли, а то мы не верим.", "Фото петли, у нас по складу всё верно.",
     "Фото петли, хочу на завод отправить.",
     "Envoyez une photo de la charnière, car le fabricant insiste.",
     "Manda una foto de la bisagra, porque el taller insiste.",
     "Ein Foto vom Scharnier, denn das Werk besteht darauf."],
)  # fmt: skip
def test_a_reason_or_a_remark_is_no_point(text: str) -> None:
    """It may stand behind what is asked for."""
    points = said(text)

    assert len(points) <= 1
    assert not any(words.startswith(("which", "а то", "у нас", "хочу")) for _, words in points)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("The insurer only pays with the following photos: the latch, the hinge.", 2),
        ("Хватит следующих фото: петля, защёлка", 2),
        ("Hacen falta las siguientes fotos: la bisagra, el pestillo.", 2),
        ("L'assureur demande les photos suivantes : la charnière, le loquet.", 2),
        ("Bitte folgende Bilder: das Scharnier, der Riegel.", 2),
    ],
)
def test_what_only_leads_to_a_list_is_no_point(text: str, points: int) -> None:
    """A sentence that ends so shows nothing itself."""
    assert len(said(text)) == points


@pytest.mark.parametrize(
    "text",
    ["请提供：一、合页照片；二、插销照片", "请提供：（一）合页照片（二）插销照片",
     "请拍①合页②插销", "Нужны: а) фото петли; б) фото защёлки", "Show a) the hinge b) the latch",
     "نرجو إرسال: أ) صورة للمفصل ب) صورة للمزلاج"],
)  # fmt: skip
def test_a_list_is_numbered_with_any_letters(text: str) -> None:
    """Which are no words of what is asked for."""
    points = [words for _, words in said(text)]

    assert len(points) == 2
    assert not any(words.startswith(("一", "二", "а)", "a)", "أ)", "•")) for words in points)


@pytest.mark.parametrize(
    "text",
    ["Do you have a photo of the hinge?", "A photo of the hinge will do, no need to return it.",
     "We would appreciate a photo of the hinge.", "Can I see the hinge?",
     "Мастер просит фото петли.", "Zeig mir mal den Riegel.", "هل بإمكانك تصوير أسفل المفصل؟",
     "We'd love to see the hinge.",
     "Будем признательны за фото петли.", "Хотим посмотреть на петлю.",
     "Con una foto de la bisagra nos vale, no hace falta nada más.", "¿Me enseñas la bisagra?",
     "¿Tienes una foto de la bisagra?", "Agradecemos o envio de imagens da dobradiça.",
     "Uma foto da dobradiça basta, não precisa devolver.", "Vous auriez une photo du loquet ?",
     "L'expert souhaite examiner le loquet.", "On voudrait juste voir le loquet.",
     "Une photo du loquet suffit, pas besoin de facture.", "Kannst du mal den Riegel knipsen?",
     "Wir wären für ein Foto des Riegels dankbar.", "Ein Foto vom Riegel reicht.",
     "方便的话拍一张合页", "合页的照片就够了，不用寄回。", "نود رؤية المفصل.",
     "تكفي صورة للمفصل، لا داعي لإرجاعه."],
)  # fmt: skip
def test_a_polite_asking_asks(text: str) -> None:
    """Whether it thanks, wonders, wishes or says what will do."""
    assert len(said(text)) == 1


def test_what_goes_on_stays_with_what_was_asked_for() -> None:
    """How it is laid out, and from where it is seen, is no point of its own."""
    assert len(said("Hold the cogs side by side and take one photo from above.")) == 1
    assert len(said("Покажите петлю, пожалуйста, крупно.")) == 1
    assert len(said("Zeigen Sie den Riegel, und zwar so, dass man ihn erkennt.")) == 1


def test_of_two_media_far_apart_the_first_is_asked_for() -> None:
    """Where both are named together, either will do."""
    media = [
        [wanted.medium for wanted in parse_request(text).wanted]
        for text in ("Film the latch that shows no image", "A photo or video of the latch")
    ]

    assert media == [["video"], [""]]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Bitte laden Sie bis 30.09. ein Video vom Riegel hoch.", "30.09"),
        ("A photo of the latch (max. 1.5 MB) until 3.10. please", "1.5 MB"),
        ("Photo of the well-worn latch", "well-worn"),
        ("x" * 9 + " word" * 2000, "word"),
    ],
)
def test_no_quote_is_cut_within_a_word(text: str, whole: str) -> None:
    """Nor within a day's date."""
    found = parse_request(text)
    quotes = [*found.unclear, *(wanted.words for wanted in found.wanted)]

    for quote in quotes:
        cut = [k for k in range(1, len(whole)) if quote.endswith(whole[:k])]
        assert not cut or quote.endswith(whole)
        assert not any(quote.startswith(whole[k:]) for k in range(1, len(whole)))


@pytest.mark.parametrize(
    "text",
    ["Upload the photos before Tuesday via the app.", "Загрузите фото до 5 марта через приложение.",
     "Suba las fotos antes del martes en la aplicación.",
     "Envie as fotos até 5 de março pelo aplicativo.",
     "Envoyez les photos avant mardi via l'application.",
     "Laden Sie die Fotos bis spätestens Dienstag über die App hoch.",
     "请在3月5日前通过平台上传照片。", "ارفع الصور قبل الثلاثاء عبر التطبيق."],
)  # fmt: skip
def test_when_and_where_pictures_are_loaded_up_is_no_point(text: str) -> None:
    """It names nothing to be shown."""
    assert not said(text)


def test_a_sentence_that_begins_with_also_goes_on_asking() -> None:
    """Where it says please; whatever else is said beside it asks for nothing."""
    asked = "A video of the latch. "

    assert len(said(asked + "Also the hinge, please.")) == 2
    assert len(said(asked + "Also our office moved.")) == 1
    assert len(said(asked + "I'll also need the hinge.")) == 2
    assert len(said(asked + "You also need to sign up.")) == 1


def quoted(text: str) -> list[str]:
    """What stands on the list in the words of a whole sentence alone."""
    return [wanted.words for wanted in parse_request(text).wanted if wanted.is_quoted]


@pytest.mark.parametrize(
    "text",
    ["If the lid is still there, photograph the latch", "Unless it was thrown away, show the lid",
     "Falls der Deckel noch da ist, zeigen Sie den Riegel",
     "Si le couvercle est encore là, photographiez le loquet",
     "Si todavía tiene la tapa, muestre el pestillo", "Caso ainda tenha a tampa, mostre o trinco",
     "Если крышка сохранилась, покажите защёлку", "如果盖子还在,请拍插销",
     "إذا كان الغطاء موجودا، صور المزلاج",
     "Either a photo of the latch or a video of the lid", "Entweder ein Foto vom Riegel oder keins",
     "Либо фото защёлки, либо видео крышки", "请拍插销照片或者盖子视频,二选一",
     "Adjunte o bien una foto del pestillo, o bien un vídeo de la tapa"],
)  # fmt: skip
def test_what_depends_on_something_is_quoted_with_its_condition(text: str) -> None:
    """Without it, it would say more; nobody checks it off."""
    found = parse_request(text)

    assert quoted(text) or found.unclear
    assert all(wanted.is_quoted for wanted in found.wanted)
    assert sum(map(len, [*quoted(text), *found.unclear])) > 0.6 * len(text)


@pytest.mark.parametrize(
    "text",
    ["Photo of the latch, if possible.", "Снимите защёлку, если можно.",
     "Ein Foto vom Riegel, wenn möglich.", "Une photo du loquet, si possible."],
)  # fmt: skip
def test_politeness_is_no_condition(text: str) -> None:
    """As in "if possible"."""
    assert said(text)
    assert not quoted(text)


@pytest.mark.parametrize(
    "text",
    ["Please don't photograph the lid again.", "Do not film the box.", "No more photos of the lid.",
     "Не фотографируйте коробку.", "No fotografíe la caja.", "Não fotografe a caixa.",
     "Ne photographiez pas la boîte.", "Fotografieren Sie den Karton nicht.",
     "Keine weiteren Fotos vom Karton.", "不要再拍包装了。", "لا تصور العلبة."],
)  # fmt: skip
def test_what_must_not_be_photographed_is_no_point(text: str) -> None:
    """Any verb that asks can be denied."""
    assert not said(text)


def test_a_document_is_asked_for_in_the_platforms_words() -> None:
    """It may be no photo at all; where a picture of it is named, it is one."""
    assert [wanted.medium for wanted in parse_request("We also need the invoice.").wanted] == [""]
    assert [wanted.medium for wanted in parse_request("A photo of the invoice.").wanted] == [
        "photo"
    ]


def test_what_may_stand_for_another_is_not_named_alone() -> None:
    """Of "the receipt or the bag" the receipt is only one."""
    assert quoted("A photo of the receipt or the bag") == ["A photo of the receipt or the bag"]
    assert not quoted("A photo or a video of the receipt")


@pytest.mark.parametrize(
    "text",
    ["Photo 3 is too dark, please retake it", "Фото 3 размытое, переснимите его",
     "Das Bild ist unscharf, fotografieren Sie es nochmals", "第三张照片模糊,请重拍"],
)  # fmt: skip
def test_what_points_back_is_never_lost(text: str) -> None:
    """Though the sentence itself names nothing to be shown."""
    found = parse_request(text)

    assert found.wanted or found.unclear


def test_what_one_item_of_a_list_says_is_not_of_the_next() -> None:
    """Of "1) a video of the latch, 2) the lid" nobody knows whether the lid is filmed."""
    found = parse_request("We need the following: 1) a video of the latch, 2) the lid.")

    assert [wanted.medium for wanted in found.wanted] == ["video", ""]


@pytest.mark.parametrize(
    "text",
    ["Take a picture of the latch, and put everything back.", "A photo of the latch, then call us.",
     "Снимите защёлку, потом закройте крышку.", "Haga una foto del pestillo y escriba la fecha.",
     "Un photo du loquet, puis remettez le couvercle.", "Photos: 1) the latch, 2) your address"],
)  # fmt: skip
def test_what_is_to_be_done_or_told_beside_a_photo_is_no_photo(text: str) -> None:
    """It goes on in the same sentence."""
    assert len(said(text)) == 1


def test_a_threat_holds_what_is_asked_for() -> None:
    """Quoted whole: it names the photo only as missing."""
    text = "If we get no photo of the torn strap, the claim will be closed"

    assert not said(text)
    assert parse_request(text).unclear == (text,)


def test_a_photo_and_a_video_of_other_things_are_two_points() -> None:
    """Though the video only says later what it shows."""
    found = parse_request("A photo of the latch and a video, where one hears the hinge.")

    assert [wanted.medium for wanted in found.wanted] == ["photo", "video"]
    assert found.wanted[1].words == "a video, where one hears the hinge"


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("A photo of the lid, a photo of the latch, and the card, if there was one",
         ["the card, if there was one"]),
        ("A photo of the lid, one of the box (if you still have it)",
         ["one of the box (if you still have it)"]),
        ("If you kept the box, photograph the lid, the latch",
         ["If you kept the box, photograph the lid"]),
    ],
)  # fmt: skip
def test_a_condition_at_the_end_is_of_what_stands_before_it(text: str, quotes: list[str]) -> None:
    """One at the beginning is of everything."""
    assert quoted(text) == quotes


@pytest.mark.parametrize(
    "text",
    ["Lay out the cogs on the floor and take one picture from above so that we can count them",
     "разложите болты на столе и сфоткайте сверху", "Legen Sie den Riegel hin und filmen Sie ihn"],
)  # fmt: skip
def test_taking_the_picture_is_no_second_point(text: str) -> None:
    """Where it names nothing new."""
    assert len(said(text)) == 1


def test_what_stands_with_another_in_one_picture_is_said_in_words() -> None:
    """Not as two pictures."""
    assert len(said("A photo of the box it came in with the label showing")) == 1
    assert said("Photo of the latch, serial number legible")[0][1].endswith("legible")


def test_one_more_of_its_kind_is_asked_for() -> None:
    """Though its sentence has no verb."""
    assert len(said("Photograph the latch. One from behind, too.")) == 2
    assert len(said("Photograph the latch. One of our staff will call.")) <= 2


@pytest.mark.parametrize(
    ("text", "wanted", "spared"),
    [
        ("Instead of sending it back, photograph the latch", "latch", "back"),
        ("Statt der Rechnung reicht mir der Riegel", "Riegel", "Rechnung"),
        ("En lugar de la factura, muestre el pestillo", "pestillo", "factura"),
        ("Em vez da caixa, mostre o trinco", "trinco", "caixa"),
        ("Au lieu de la boîte, photographiez le loquet", "loquet", "boîte"),
        ("Вместо коробки покажите защёлку", "защёлку", "коробки"),
    ],
)
def test_of_two_things_the_one_that_is_asked_for_is_never_lost(
    text: str, wanted: str, spared: str
) -> None:
    """The other stands on the list at most in the words of the whole."""
    found = parse_request(text)

    assert wanted in " ".join([*(each.words for each in found.wanted), *found.unclear])
    assert not any(spared in each.words for each in found.wanted if not each.is_quoted)


@pytest.mark.parametrize(
    "text",
    ["Please refrain from sending videos.", "Bitte sehen Sie von weiteren Videos ab.",
     "Por favor, absténgase de enviar fotos.", "Evite mandar vídeos.", "Évitez les photos floues.",
     "Воздержитесь от видео."],
)  # fmt: skip
def test_what_to_refrain_from_is_no_point(text: str) -> None:
    """A verb can deny, too."""
    assert not said(text)


def test_a_denied_photo_denies_no_other() -> None:
    """Where it has a medium of its own."""
    assert len(said("photo of the latch, photo of the hinge, photo of me no thanks")) == 2
    assert not said("Photos of the latch, the hinge are not needed")


def test_a_condition_between_two_things_is_quoted_with_the_second() -> None:
    """It is of that one, and must not stand with the first."""
    text = "A photo of the lid and, if still there, a photo of the latch"
    assert said(text)[0] == ("", "A photo of the lid")
    assert quoted(text) == ["if still there, a photo of the latch"]


def words_of(text: str) -> list[str]:
    """What stands on the list, in the platform's words or by its key."""
    return [wanted.words or wanted.shot for wanted in parse_request(text).wanted]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("A photo of the latch and the hinge.", "latch", "hinge"),
        ("Una foto de la bisagra y del pestillo.", "bisagra", "pestillo"),
        ("Uma foto da dobradiça e do trinco.", "dobradiça", "trinco"),
        ("Une photo de la charnière et du loquet.", "charnière", "loquet"),
        ("Ein Foto vom Scharnier und vom Riegel.", "Scharnier", "Riegel"),
        ("Фото петли и защёлки.", "петли", "защёлки"),
        ("请拍合页和插销的照片。", "合页", "插销"),
        ("صورة للمفصل وللمزلاج.", "للمفصل", "للمزلاج"),
        ("a pic of the latch + the hinge", "latch", "hinge"),
        ("Une photo du loquet avec sa vis ainsi que la charnière", "loquet", "charnière"),
    ],
)
def test_two_things_beside_an_and_are_two_points(text: str, first: str, second: str) -> None:
    """Each in its own words, and without the "and"."""
    one, two = words_of(text)

    assert first in one
    assert second not in one
    assert second in two


@pytest.mark.parametrize(
    "text",
    ["A photo of the plate with the make and the year",
     "A photo of the latch and the hinge side by side",
     "Una foto de la placa donde figura la marca y el año",
     "Une photo de la plaque où figurent la marque et l'année", "Фото ровных и кривых болтов",
     "Ein Foto vom Schild, auf dem Marke und Jahr stehen"],
)  # fmt: skip
def test_what_is_said_of_one_thing_is_one_point(text: str) -> None:
    """Its qualities, or two in one picture."""
    assert words_of(text) == [text]


@pytest.mark.parametrize(
    "sign", ["-", "–", "*", "•", "✅", "📷", "1.", "1)", "(1)", "1 -", "١-", "1️⃣"]
)
def test_any_sign_begins_an_item(sign: str) -> None:
    """Which is asked for as its heading asks, and is not itself in its words."""
    text = f"Please send:\n{sign} the latch\n{sign} the hinge, bent open"

    assert words_of(text) == ["the latch", "the hinge, bent open"]


def test_lines_without_signs_are_a_list_too() -> None:
    """Under a colon, where none ends as a sentence does; what follows the gap is none."""
    text = (
        "We need photos of:\n\nLatch, close enough to read\nHinge – left side\n\nBest wishes, Ann"
    )

    assert words_of(text) == ["Latch, close enough to read", "Hinge – left side"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("For the file:\n- wide shot of the latch\n- the hinge\n- a clip of the door", 3),
        ("Photo tips:\n- the lens clean\n- the light on", 0),
        ("We do not accept:\n- photos of a screen\n- old photos", 0),
    ],
)
def test_a_list_is_asked_for_where_its_heading_or_an_item_asks(text: str, count: int) -> None:
    """Not where it is said how pictures are made, or which are refused."""
    assert len(words_of(text)) == count


@pytest.mark.parametrize(
    "text",
    ["A photo of the latch, circled in pen, with a coin beside it",
     "A photo of the cogs, all 4 teeth visible", "Фото петли, сделанное другим телефоном",
     "Une photo du loquet, capot ouvert", "Fotos da dobradiça, de perto",
     "Alle Riegel zeigen, die Sie erhalten haben", "Una foto del pestillo, sobre todo la punta",
     "A photo of the difference, for example a bent cog, a torn strap",
     "合页的照片,需看清编号", "A photo of the latch (the left one, max. 5 MB)"],
)  # fmt: skip
def test_a_qualifier_stays_with_its_shot(text: str) -> None:
    """However many commas stand before it."""
    assert words_of(text) == [text]


def test_a_sentence_that_only_says_how_is_never_lost() -> None:
    """Nor is one that offers something in the shot's place."""
    for added in ("Make sure that the number is sharp", "Place a coin next to it",
                  "If you can't reach it, a short video is fine"):  # fmt: skip
        found = parse_request(f"A photo of the latch. {added}.")
        assert found.wanted[0].words.startswith("A photo of the latch")
        assert added in " ".join([*(each.words for each in found.wanted), *found.unclear])


@pytest.mark.parametrize(
    "text",
    ["Record a clip: open the lid, press the knob, show the lamp",
     "Снимите видео: откройте крышку, нажмите ручку, покажите лампу",
     "Mach ein Video, wo man den Knopf sieht, und dann das Bild vom Monitor"],
)  # fmt: skip
def test_the_course_of_a_video_is_one_point(text: str) -> None:
    """Whatever is done, shown or seen in it."""
    found = parse_request(text)

    assert len(found.wanted) == 1
    assert text.endswith(found.wanted[0].words)
    assert found.wanted[0].medium == "video"
    assert not found.unclear


def test_the_steps_of_a_filmed_list_are_points_of_the_video() -> None:
    """Though none of them asks."""
    found = parse_request("Please shoot a video: 1. press the knob 2. turn the wheel by hand")

    assert [wanted.words for wanted in found.wanted] == ["press the knob", "turn the wheel by hand"]
    assert {wanted.medium for wanted in found.wanted} == {"video"}


@pytest.mark.parametrize(
    "text",
    ["Your photos only show the lid.", "A photo of a screen is not proof of a fault.",
     "We record every latch on camera.", "I want to make sure that the latch is ours.",
     "Une photo du loquet n'y changera rien.", "Les photos de l'annonce montrent le loquet.",
     "As fotos q vc mandou tao escuras", "у меня видео есть", "我拍了视频的。",
     "Please stick to photos.",
     "Photos of latches, stock images, and old pictures won't be considered.",
     "Please note: the latch has a stamp.", "Haga las fotos con buena luz.",
     "Las capturas de pantalla no se consideran prueba.", "Go to Orders > Help > Upload.",
     "Bitte schneiden Sie die Bilder nicht zu.", "Wir haben ein Video und Fotos vom Karton.",
     "I want to make sure, and we need to check the latch.", "Fotos per Post gehen nicht.",
     "بدون الصور ما نقدر نعوضك.", "Las fotos de nuestro catálogo no son válidas.",
     "No necesito foto del recibo.", "As fotos do anúncio não serão aceitas.",
     "Ein Bild vom Riegel genügt leider nicht, da man darauf nichts erkennen kann.",
     "Des photos floues ne suffisent pas.", "Фото из интернета будут отклонены.",
     "Photos of other latches will lead to rejection.", "网上的照片一律无效", "拍不出来就别退了",
     "صور الموقع لا تكفي.", "Bilder vom Riegel über WhatsApp können wir nicht berücksichtigen.",
     "Photos of latches with filters can't be reviewed.", "仅有文字的，售后将无法审核通过",
     "ولن يتم قبول صور الموقع.", "Wenn der Riegel fehlt frag ich meine Frau.",
     "Si no las envías a tiempo, cerraremos el reclamo.", "Is the latch in the parcel?",
     "Kindly reply in this same email with pictures attached.",
     "Photos in which the latch is worn aren't helpful to us.",
     "Фотография защёлки на человеке рассмотрению не подлежит.",
     "Merci de ne pas envoyer de photos du loquet.",
     "They may require you to destroy the latch and to provide evidence of it.",
     "Wäre toll wenn Sie uns trotzdem 5 Sterne geben.",
     "You may be asked to show proof of postage later."],
)  # fmt: skip
def test_what_is_told_denied_or_ruled_is_no_point(text: str) -> None:
    """It is left out, or quoted."""
    assert not words_of(text)


@pytest.mark.parametrize(
    "text",
    ["snap me the latch", "сфоткайте петлю", "pásame una foto de la bisagra",
     "mandanos foto de la bisagra", "schick mir mal ein Bild vom Riegel", "拍一下合页",
     "envoie moi une photo du loquet", "me manda foto da dobradiça", "صور لي المفصل من فوق",
     "need pic of the latch", "Agradecemos igualmente uma foto da dobradiça."],
)  # fmt: skip
def test_what_is_asked_among_friends_is_asked(text: str) -> None:
    """With any verb, or with none."""
    assert len(words_of(text)) == 1


def test_what_a_condition_follows_is_asked_for_by_itself() -> None:
    """And what is offered, only where there is any."""
    text = (
        "A photo of the latch, and if the lid is bent, a photo of that. If you have a clip, better."
    )

    found = parse_request(text)
    assert [wanted.words for wanted in found.wanted][:2] == [
        "A photo of the latch", "if the lid is bent, a photo of that",
    ]  # fmt: skip
    assert all(wanted.is_quoted for wanted in found.wanted[1:])
    assert "If you have a clip" in " ".join(
        [*(wanted.words for wanted in found.wanted), *found.unclear]
    )


def test_a_name_that_would_say_too_little_has_the_words_beside_it() -> None:
    """Where it was, or what it stands beside."""
    assert words_of("Foto del producto junto a su empaque.") == [
        "Foto del producto junto a su empaque"
    ]
    assert words_of("A photo of the box before opening.") == ["A photo of the box before opening"]


def test_where_photos_alone_are_spoken_of_all_is_shown_in_photos() -> None:
    """A close-up may be filmed elsewhere; a paper, of which a copy may do, stays as it is."""
    text = "Please upload:\n- a photo of the latch\n- a close-up of the hinge\n- the certificate"
    media = [wanted.medium for wanted in parse_request(text).wanted]
    assert media[:2] == ["photo", "photo"]
    assert "photo" not in media[2:]
    both = f"{text}\n- a video of the lid"
    media = [wanted.medium for wanted in parse_request(both).wanted]
    assert (media[0], media[-1]) == ("photo", "video")


def test_a_heading_that_names_only_the_medium_is_no_point() -> None:
    """Whatever it is asked for."""
    for text in ("Для сверки шестерёнок нужны фото: петля и крышка.",
                 "Laden Sie Fotos hoch, auf denen Folgendes zu sehen ist: der Riegel, der Deckel.",
                 "Necesitamos que agregues estas fotos antes del jueves:\n✔ La bisagra\n✔ La tapa",
                 "To settle this quickly we need photos: the latch, the lid.",
                 "麻烦拍以下照片哦：1、合页 2、盖子"):  # fmt: skip
        assert len(words_of(text)) == 2, text


def test_what_is_needed_may_be_named_with_no_picture() -> None:
    """A list behind a colon; what has been so, is told and not asked for."""
    for text in ("As it was empty I will need from your side: all sides of the lid, the latch.",
                 "J'ai besoin de : le loquet de face, le couvercle."):  # fmt: skip
        assert len(words_of(text)) == 2, text
    text = "Schick mir ein Bild vom Riegel, da war vorher schon ein kleiner Kratzer."
    assert len(words_of(text)) == 1


def test_what_stands_in_brackets_stays_where_it_is() -> None:
    """Whatever is said there; and a comma within a number parts nothing."""
    assert words_of("Foto de la bisagra (aunque esté abierta).") == [
        "Foto de la bisagra (aunque esté abierta)"
    ]
    assert words_of("合页照片（请不要剪掉）") == ["合页照片(请不要剪掉)"]
    assert words_of("Фото петли с расстояния 1,5 м.") == ["Фото петли с расстояния 1,5 м"]


def test_of_what_is_seen_with_a_thing_both_stay_with_it() -> None:
    assert words_of("Фото шильдика с моделью и серийным номером.") == [
        "Фото шильдика с моделью и серийным номером"
    ]


def test_how_a_picture_is_not_to_be_changed_denies_nothing_behind_it() -> None:
    """What is asked for before and behind it stays."""
    said = " ".join(words_of("录个视频给我，别剪辑：把合页打开，再把盖子关上"))
    assert "合页" in said
    assert "盖子" in said


def test_what_only_its_neighbour_denies_is_quoted() -> None:
    """Rather once too often than never."""
    text = "S'il ne répond plus, une vidéo du loquet, et dans ce cas pas besoin des captures."
    request = parse_request(text)
    assert any("une vidéo du loquet" in each for each in [*words_of(text), *request.unclear])


def test_what_a_label_holds_is_no_answer_in_words() -> None:
    """A number that is to be told is none to show; on a label it is, wherever that is stuck."""
    text = "Upload:\n- a photo of the lid\n- the label with the tracking number, still on the box"
    wanted = parse_request(text).wanted
    assert [each.shot for each in wanted] == ["", "any-label"]
    assert wanted[1].words == "the label with the tracking number, still on the box"


def test_an_item_of_known_words_is_not_lost() -> None:
    assert "the case back" in words_of("Please send photos of the dial, the case back and the lid.")


def test_nothing_that_asks_for_a_picture_vanishes() -> None:
    """A short form or a number ends no sentence, and a bracket denies nothing before it."""
    for text, part in [
        ("Um vídeo curto (máx. 30 s) da dobradiça.", "dobradiça"),
        ("Send 1) the latch 2) the invoice (not needed if paid here)", "the invoice"),
        ("Photo of the cogs 2 to 4. Thanks", "cogs 2 to 4"),
        ("Send a photo of the item.", "the item"),
        ("Send pictures of what you got.", "what you got"),
    ]:
        assert any(part in words for words in words_of(text)), text


@pytest.mark.parametrize(
    "text",
    ["Adjunte la página de garantía escaneada.", "Una foto de la página rota, por favor.",
     "Envíe la primera página del manual."],
)  # fmt: skip
def test_a_page_is_not_the_page_of_the_shop(text: str) -> None:
    assert "order-page" not in shots(text)


def test_no_point_begins_with_and() -> None:
    """Arabic writes it together with the word."""
    text = "نرجو إرسال صورة للثقب في الكم، وفيديو يظهر السحاب وهو لا يغلق."
    assert not any(said.startswith("و") for said in words_of(text))
    assert "فيديو يظهر السحاب وهو لا يغلق" in words_of(text)
