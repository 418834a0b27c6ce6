"""The PDF for those who do not see it: the tag tree is the plan's tree, and what a program can ask a PDF is right."""

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

import pikepdf
import pypdfium2 as pdfium
import pytest

from tests.conftest import ROOT, Texts, sound, workshop
from tests.reading import folded
from tests.test_typeset import galley
from vision_compiler.document import assemble
from vision_compiler.document.nodes import Document, Section
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Strategy
from vision_compiler.model.text import printed
from vision_compiler.opendata.files import enclosed
from vision_compiler.pipeline import Workshop, publish
from vision_compiler.render.lines import unbroken
from vision_compiler.typeset import shapes

Element = pikepdf.Object


@pytest.fixture(scope="module")
def pdf(real_plan: Plan, real_texts: dict[str, bytes]) -> Iterator[pikepdf.Pdf]:
    """The strategy."""
    shared = workshop()
    with_sources = Workshop(shared.templates, real_texts, shared.shelf, shared.made_by)
    with pikepdf.open(BytesIO(publish(real_plan, "strategy", with_sources).content)) as opened:
        yield opened


@pytest.fixture(scope="module")
def pamphlet(real_plan: Plan) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(publish(real_plan, "pamphlet", workshop()).content)) as opened:
        yield opened


@pytest.fixture(scope="module")
def basic_plan(real_plan: Plan) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(publish(real_plan, "basic-plan", workshop()).content)) as opened:
        yield opened


def elements(element: Element) -> Iterator[Element]:
    """An element and all below it, in reading order."""
    yield element
    for kid in element.get("/K", ()):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from elements(kid)


def root(pdf: pikepdf.Pdf) -> Element:
    tree = pdf.Root.StructTreeRoot.K
    return tree[0] if isinstance(tree, pikepdf.Array) else tree


def by_role(pdf: pikepdf.Pdf, *roles: str) -> list[Element]:
    return [each for each in elements(root(pdf)) if str(each.S)[1:] in roles]


def pages_of(pdf: pikepdf.Pdf, element: Element) -> set[int]:
    """The numbers of the pages on which an element has content of its own."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found = set()
    for kid in element.K:
        page = kid.Pg if isinstance(kid, pikepdf.Dictionary) and "/Pg" in kid else element.get("/Pg")
        if page is not None and not (isinstance(kid, pikepdf.Dictionary) and "/S" in kid):
            found.add(numbers[page.objgen])
    return found


def test_sections_of_the_tag_tree_are_those_of_the_document(pdf: pikepdf.Pdf, real_plan: Plan) -> None:
    document = assemble(real_plan, "strategy")
    assert isinstance(document, Document)

    def levels(sections: tuple[object, ...]) -> list[int]:
        found = (each for each in sections if isinstance(each, Section))
        return [level for each in found for level in (each.level, *levels(each.content))]

    headings = [int(str(each.S)[2:]) for each in by_role(pdf, "H1", "H2", "H3", "H4", "H5", "H6")]
    assert headings == levels(document.sections)
    assert len(by_role(pdf, "Sect")) == len(headings) + 1, "every heading begins a section; the cover is one more"


def test_a_paragraph_over_two_pages_is_one_element(pdf: pikepdf.Pdf) -> None:
    over = [each for each in by_role(pdf, "P") if len(pages_of(pdf, each)) > 1]
    assert over
    for each in over:
        first, second = sorted(pages_of(pdf, each))
        assert second == first + 1


def test_every_stretch_of_a_page_belongs_to_one_element(pdf: pikepdf.Pdf) -> None:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    for page in pdf.pages:
        content = pikepdf.parse_content_stream(page)
        marks = [int(each.operands[1].MCID) for each in content if str(each.operator) == "BDC"]
        assert marks == list(range(len(marks)))
        assert len(owners[int(page.StructParents)]) == len(marks)


def test_tables_have_heads_and_the_cells_of_every_row(pdf: pikepdf.Pdf) -> None:
    tables = by_role(pdf, "Table")
    assert len(tables) == 16
    for table in tables:
        rows = [each for each in elements(table) if each.S == "/TR"]
        assert {len([cell for cell in row.K if cell.S in ("/TH", "/TD")]) for row in rows} == {4}
        assert [str(cell.A.Scope) for cell in rows[0].K] == ["/Column"] * 4
        assert all(str(row.K[0].A.Scope) == "/Row" for row in rows[1:])


def in_contents(pdf: pikepdf.Pdf, *roles: str) -> list[Element]:
    """The elements of these roles in the table of contents."""
    return [each for contents in by_role(pdf, "TOC") for each in elements(contents) if str(each.S)[1:] in roles]


def test_notes_and_their_references_are_told(pdf: pikepdf.Pdf) -> None:
    notes = by_role(pdf, "Note")
    assert len(notes) > 40
    assert len({str(note.ID) for note in notes}) == len(notes)
    assert all(note.K[0].S == "/Lbl" for note in notes)
    assert len(references(pdf)) >= len(notes)


def references(pdf: pikepdf.Pdf) -> list[Element]:
    """Those of notes, without those of the contents."""
    others = {each.objgen for each in in_contents(pdf, "Reference")}
    return [each for each in by_role(pdf, "Reference") if each.objgen not in others]


@pytest.mark.parametrize("sign", ["※", "★"])
def test_a_mark_leads_to_its_note_and_that_of_the_note_to_it(pdf: pikepdf.Pdf, sign: str) -> None:
    """★ stands below a table, ※ at the foot of the page."""
    leads_to, leads_back = tied(pdf, sign)
    assert len(leads_to) > 15
    assert leads_to == leads_back


def tied(pdf: pikepdf.Pdf, sign: str) -> tuple[set[tuple[str, int, int]], set[tuple[str, int, int]]]:
    """For every call with this sign, and for every note: its mark, the page of the call and the page of the note."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    leads_to, leads_back = set(), set()
    for element in (*references(pdf), *(note.K[0] for note in by_role(pdf, "Note"))):
        for annotation in (each for link in element.K if is_element(link) for each in annotations_of(link)):
            here, there = numbers[annotation.P.objgen], numbers[annotation.Dest[0].objgen]
            assert is_inside(annotation.Rect, pdf.pages[here].MediaBox)
            text = str(annotation.Contents)
            if text.startswith(sign) and text.endswith("の説明へ"):
                leads_to.add((text.removesuffix("の説明へ"), here, there))
            elif text.startswith(sign):
                leads_back.add((text.removesuffix("の箇所へ戻る"), there, here))
    return leads_to, leads_back


def is_inside(area: pikepdf.Object, around: pikepdf.Object) -> bool:
    (left, bottom, right, top), (least_x, least_y, most_x, most_y) = map(float, area), map(float, around)
    return least_x <= left < right <= most_x and least_y <= bottom < top <= most_y


def names_of(tree: pikepdf.Object) -> dict[str, Element]:
    names = tree.Names
    return {str(names[i]): names[i + 1] for i in range(0, len(names), 2)}


def test_every_name_of_an_element_is_in_the_tree_of_names(pdf: pikepdf.Pdf, basic_plan: pikepdf.Pdf) -> None:
    for each in (pdf, basic_plan):
        named = {str(element.ID): element.objgen for element in elements(root(each)) if "/ID" in element}
        found = {name: element.objgen for name, element in names_of(each.Root.StructTreeRoot.IDTree).items()}
        assert found == named
        assert named


def test_every_entry_of_the_contents_leads_to_the_page_that_it_names(pdf: pikepdf.Pdf) -> None:
    labels = {page.obj.objgen: str(page.label) for page in pdf.pages}
    entries = in_contents(pdf, "TOCI")
    assert len(entries) == 30
    for entry in entries:
        (reference,) = entry.K
        assert reference.S == "/Reference"
        title, folio = (annotation_of(link) for link in reference.K)
        assert labels[title.Dest[0].objgen] == labels[folio.Dest[0].objgen] == str(folio.Contents)
        assert str(title.Contents)


def is_element(kid: pikepdf.Object) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def annotations_of(link: Element) -> list[pikepdf.Object]:
    """What can be clicked of a link: one area on each line."""
    assert link.S == "/Link"
    return [kid.Obj for kid in link.K if isinstance(kid, pikepdf.Dictionary)]


def annotation_of(link: Element) -> pikepdf.Object:
    (annotation,) = annotations_of(link)
    return annotation


def test_pictures_are_described(pdf: pikepdf.Pdf) -> None:
    assert [str(each.Alt) for each in by_role(pdf, "Figure")]
    assert all(str(each.Alt).strip() for each in by_role(pdf, "Figure"))


def test_it_is_known_where_a_picture_is(pamphlet: pikepdf.Pdf) -> None:
    (chart,) = by_role(pamphlet, "Figure")
    assert pages_of(pamphlet, chart) == {2}
    with pdfium.PdfDocument(saved(pamphlet)) as document:
        text = document[2].get_textpage()
        inside = text.get_text_bounded(*map(float, chart.A.BBox))
        below = text.get_text_bounded(0, 0, 600, float(chart.A.BBox[1]))
        above = text.get_text_bounded(0, float(chart.A.BBox[3]), 600, 842)
    for words in ("2024年", "2070年", "30万人", "10万人"):
        assert words in inside
    assert "人口の将来展望" in above
    assert "備考" in below
    assert not {"30万人", "10万人"} & {*above.split(), *below.split()}


def saved(pdf: pikepdf.Pdf) -> bytes:
    pdf.save(output := BytesIO())
    return output.getvalue()


def test_a_caption_belongs_to_its_figure(pdf: pikepdf.Pdf, basic_plan: pikepdf.Pdf) -> None:
    captions = [*by_role(pdf, "Caption"), *by_role(basic_plan, "Caption")]
    assert len(captions) >= 2
    for caption in captions:
        assert caption.P.S == "/Figure"
        assert caption.P.K[-1].objgen == caption.objgen


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" font-family="Plan Gothic">'
    "<title>上がる線</title><text>字</text></svg>"
)
BELOW = '<figcaption>図の題</figcaption><p class="remark">【備考】</p>'


@pytest.mark.parametrize(
    ("body", "tree"),
    [
        (f'<figure><div class="diagram">{DRAWING}</div>{BELOW}</figure>', ["Figure", ["Caption"], "P"]),
        (f"<figure><p>言葉の図</p>{BELOW}</figure>", ["Div", ["P", "Caption"], "P"]),
        (f"<div>{DRAWING}<p>本文</p></div>", ["Figure", "P"]),
    ],
)
def test_a_drawing_is_described_and_a_figure_of_words_speaks_for_itself(body: str, tree: list[object]) -> None:
    """A remark is no part of a figure: where that is described, its content may be passed over."""
    elements_of_galley = galley(body).tree
    assert nested(elements_of_galley) == tree
    assert [each.attributes.get("Alt") for each in elements_of_galley if each.role == "Figure"] in ([], ["上がる線"])


def nested(found: Iterable[object]) -> list[object]:
    """The roles of elements, each followed by those of its kids if it has any."""
    inside = [each for each in found if isinstance(each, shapes.Element)]
    return [part for each in inside for part in (each.role, nested(each.kids)) if part]


@pytest.mark.parametrize(
    ("marks", "numbering"),
    [
        ("・・", "Disc"),
        ("●●", "Disc"),
        ("○○", "Circle"),
        ("■■", "Square"),
        ("①②", "Decimal"),
        (("１．", "２．"), "Decimal"),
        (("（９）", "（10）"), "Decimal"),
        ("アイ", "None"),
        (("・", "１"), "None"),
        ((), "None"),
    ],
)
def test_a_list_says_how_it_is_numbered(marks: Sequence[str], numbering: str) -> None:
    items = "".join(f'<li><span class="bullet">{mark}</span>項目</li>' for mark in marks) or "<li>項目</li>"
    (element,) = galley(f"<ul>{items}</ul>").tree
    assert (element.role, element.attributes) == ("L", {"ListNumbering": numbering})


def test_the_lists_of_the_plan_say_how_they_are_numbered(
    pdf: pikepdf.Pdf, pamphlet: pikepdf.Pdf, basic_plan: pikepdf.Pdf
) -> None:
    def numberings(of: pikepdf.Pdf) -> list[str]:
        return [str(each.A.ListNumbering) for each in by_role(of, "L")]

    assert numberings(pamphlet) == ["/Decimal", "/None", "/None"], "１ to ３ in circles; two lists without labels"
    assert set(numberings(pdf)) == {"/Disc", "/Decimal", "/None"}
    assert numberings(pdf)[-1] == "/None", "the imprint"
    assert numberings(basic_plan).count("/Decimal") == 2, "the goals of the SDGs, in two columns"


def test_cells_below_the_head_of_a_group_name_it(basic_plan: pikepdf.Pdf) -> None:
    heads = names_of(basic_plan.Root.StructTreeRoot.IDTree)
    tables = [
        each
        for each in by_role(basic_plan, "Table")
        if any("/A" in cell and "/Headers" in cell.A for cell in elements(each))
    ]
    assert len(tables) == 3, "all indicators, the goals, the fields"
    for table in tables:
        columns = [cell.objgen for row in elements(table.K[0]) if row.S == "/TR" for cell in row.K]
        group = None
        for row in [row for body in list(table.K)[1:] for row in body.K]:
            if len(row.K) == 1:
                group = row.K[0].objgen
                continue
            above = 0
            for cell in row.K:
                span = int(cell.A.get("/ColSpan", 1))
                named = [heads[str(name)].objgen for name in cell.A.Headers]
                expected = [group, *columns[above : above + span]]
                assert named == (expected if cell.S == "/TH" else [*expected, row.K[0].objgen])
                above += span
            assert above == len(columns)


def test_foreign_words_are_told() -> None:
    (element,) = galley(f"<p>{unbroken('EBPMは、Evidence Based Policy Makingの略')}</p>").tree
    assert nested(element.kids) == ["Span"]
    assert [each.attributes for each in element.kids if isinstance(each, shapes.Element)] == [{"Lang": "en"}]


def test_page_labels_are_the_printed_numbers(pdf: pikepdf.Pdf, pamphlet: pikepdf.Pdf, basic_plan: pikepdf.Pdf) -> None:
    assert [str(page.label) for page in pdf.pages] == ["表紙", "i", *map(str, range(1, 29)), "奥付"]
    assert [str(page.label) for page in pamphlet.pages] == list(map(str, range(1, 9)))
    assert [str(page.label) for page in basic_plan.pages] == ["表紙", "i", "ii", *map(str, range(1, 47)), "奥付"]


def test_the_outline_leads_to_the_headings(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        strategies = [item for item in outline.root if item.title.startswith("重点戦略")]
    assert titles[:2] == ["目次", "１ 第３期総合戦略の策定趣旨"]
    assert [len(item.children) for item in strategies] == [3, 3, 3, 3]


def test_the_plan_lies_inside(pdf: pikepdf.Pdf, real_texts: dict[str, bytes]) -> None:
    lying = {name for name in pdf.attachments if name.startswith("plan/")}
    assert lying == {f"plan/{name}" for name in real_texts}
    assert pdf.attachments["plan/plan.yaml"].get_file().read_bytes() == real_texts["plan.yaml"]
    assert all(str(each.AFRelationship) == "/Source" for each in pdf.Root.AF if str(each.UF).startswith("plan/"))


def test_the_open_data_lie_inside(pdf: pikepdf.Pdf, real_plan: Plan) -> None:
    lying = {str(each.UF): each for each in pdf.Root.AF if str(each.UF).startswith("data/")}
    expected = enclosed(real_plan)
    assert {"indicators.csv", "plan.json", "plan.stratml.xml"} < {file.name for file in expected}
    assert set(lying) == {f"data/{file.name}" for file in expected}
    for file in expected:
        each = lying[f"data/{file.name}"]
        assert (str(each.AFRelationship), str(each.Desc)) == ("/Data", f"{file.title}（{file.form}）")
        assert str(each.EF.F.Subtype) == f"/{file.media_type}"
        assert str(each.EF.F.Params.ModDate) == "D:20240201000000Z"
        assert each.EF.F.read_bytes() == file.content


def test_it_says_what_it_is(pdf: pikepdf.Pdf, real_plan: Plan) -> None:
    metadata = pdf.open_metadata()  # as a context it would write
    assert metadata["dc:title"] == "第３期平塚市総合戦略"
    assert metadata["dc:creator"] == [real_plan.settings.municipality.name]
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("3", "A", "1")
    assert metadata["dc:subject"] == {strategy.title for strategy in real_plan.strategies}
    assert str(pdf.Root.Lang) == "ja"


def test_what_it_says_twice_agrees(pdf: pikepdf.Pdf) -> None:
    facts = {str(name)[1:]: str(fact) for name, fact in pdf.docinfo.items()}
    metadata = pdf.open_metadata()
    said = {
        "Title": metadata["dc:title"],
        "Author": metadata["dc:creator"][0],
        "Subject": metadata["dc:description"],
        "Keywords": metadata["pdf:Keywords"],
        "Creator": metadata["xmp:CreatorTool"],
        "Producer": metadata["pdf:Producer"],
        "CreationDate": in_pdf(metadata["xmp:CreateDate"]),
        "ModDate": in_pdf(metadata["xmp:ModifyDate"]),
    }
    assert facts == said
    assert facts["CreationDate"] == "D:20240201000000Z", "the day of the plan, never the clock"
    assert facts["Subject"] == "平塚市総合計画～ひらつかVISION～（2024年度～2031年度）"


def in_pdf(date: str) -> str:
    """2024-02-01T00:00:00Z as older PDF has it."""
    return f"D:{re.sub('[-T:]', '', date)}"


def test_keywords_of_the_plan_go_before_its_strategies(minimal: Texts) -> None:
    raw = minimal["plan.yaml"]
    assert isinstance(raw, bytes)
    plan = sound({**minimal, "plan.yaml": raw + "keywords: [総合計画, みほん市]\n".encode()})
    with pikepdf.open(BytesIO(publish(plan, "strategy", Workshop(ROOT / "templates")).content)) as opened:
        assert str(opened.docinfo["/Keywords"]) == "総合計画, みほん市"


def test_an_address_in_a_text_is_a_link(minimal: Texts) -> None:
    raw = minimal["prose/opening.yaml"]
    assert isinstance(raw, bytes)
    text = "詳しくは、https://example.jp/plan?id=1（市のページ）を見てください。"
    changed = re.sub(r"(text: \|\n\s+)", rf"\g<1>{text}\n      ", raw.decode(), count=1)
    plan = sound({**minimal, "prose/opening.yaml": changed})
    with pikepdf.open(BytesIO(publish(plan, "strategy", Workshop(ROOT / "templates")).content)) as opened:
        links = [annotation_of(each) for each in by_role(opened, "Link")]
        (outside,) = (each for each in links if "/A" in each)
        assert str(outside.A.URI) == str(outside.Contents) == "https://example.jp/plan?id=1"


def test_what_is_read_aloud_is_in_the_order_of_the_plan(pdf: pikepdf.Pdf, real_plan: Plan) -> None:
    aloud = folded("".join(read_aloud(pdf)))
    place, count = aloud.rindex(folded(f"重点戦略１{real_plan.strategies[0].title}")), 0
    for strategy in real_plan.strategies:
        for text in in_order(strategy):
            place = aloud.find(folded(printed(text)), place)
            assert place >= 0, text
            count += 1
    assert count > 120


def in_order(strategy: Strategy) -> Iterator[str]:
    """What a strategy says, without what it says in sentences."""
    yield strategy.title
    yield from (indicator.name for indicator in strategy.target_indicators)
    for measure in strategy.measures:
        yield measure.title
        yield from (initiative.text for initiative in measure.initiatives)
        yield from (kpi.name for kpi in measure.kpis)


def read_aloud(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The text of all elements in their order, without the marks of notes."""
    marked = {page.obj.objgen: marked_texts(page) for page in pdf.pages}

    def read(element: Element) -> Iterator[str]:
        for kid in element.K:
            if not isinstance(kid, pikepdf.Dictionary):
                yield marked[element.Pg.objgen][int(kid)]
            elif kid.get("/Type") == "/MCR":
                yield marked[kid.Pg.objgen][int(kid.MCID)]
            elif "/S" in kid and kid.S != "/Reference":
                yield from read(kid)

    return read(root(pdf))


def marked_texts(page: pikepdf.Page) -> dict[int, str]:
    """The text of each marked content of a page, by its number."""
    fonts = {name: characters(font) for name, font in page.resources.Font.items()}
    found: dict[int, str] = {}
    number, font = -1, ""
    for each in pikepdf.parse_content_stream(page):
        operands = each.operands
        match str(each.operator):
            case "BDC":
                number = int(operands[1].MCID)
                found[number] = ""
            case "Tf":
                font = str(operands[0])
            case "TJ" if number >= 0:
                shown = b"".join(bytes(each) for each in operands[0] if isinstance(each, pikepdf.String))
                found[number] += "".join(fonts[font][shown[at : at + 2]] for at in range(0, len(shown), 2))
            case "EMC":
                number = -1
    return found


def characters(font: pikepdf.Object) -> dict[bytes, str]:
    """What each glyph of a font stands for."""
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>", font.ToUnicode.read_bytes())
    return {bytes.fromhex(glyph.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}
