"""The PDF for those who do not see it: the tag tree is the plan's tree, and what a program can ask a PDF is right."""

from collections.abc import Iterator

import pikepdf
import pytest

from tests.conftest import workshop
from vision_compiler.document import assemble
from vision_compiler.document.nodes import Document, Section
from vision_compiler.model.plan import Plan
from vision_compiler.pipeline import Workshop, publish

Element = pikepdf.Object


@pytest.fixture(scope="module")
def pdf(
    real_plan: Plan, real_texts: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[pikepdf.Pdf]:
    shared = workshop()
    with_sources = Workshop(shared.templates, real_texts, shared.shelf, shared.made_by)
    path = tmp_path_factory.mktemp("tags") / "strategy.pdf"
    path.write_bytes(publish(real_plan, "strategy", with_sources).content)
    with pikepdf.open(path) as opened:
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


def test_notes_and_their_references_are_told(pdf: pikepdf.Pdf) -> None:
    notes = by_role(pdf, "Note")
    assert len(notes) == len(by_role(pdf, "Reference"))
    assert len(notes) > 15
    assert len({str(note.ID) for note in notes}) == len(notes)


def test_pictures_are_described(pdf: pikepdf.Pdf) -> None:
    assert [str(each.Alt) for each in by_role(pdf, "Figure")]
    assert all(str(each.Alt).strip() for each in by_role(pdf, "Figure"))


def test_page_labels_are_the_printed_numbers(pdf: pikepdf.Pdf) -> None:
    assert [str(page.label) for page in pdf.pages][:4] == ["－", "i", "1", "2"]


def test_the_outline_leads_to_the_headings(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        strategies = [item for item in outline.root if item.title.startswith("重点戦略")]
    assert titles[:2] == ["目次", "１ 第３期総合戦略の策定趣旨"]
    assert [len(item.children) for item in strategies] == [3, 3, 3, 3]


def test_the_plan_lies_inside(pdf: pikepdf.Pdf, real_texts: dict[str, bytes]) -> None:
    assert {f"plan/{name}" for name in real_texts} == set(pdf.attachments)
    assert pdf.attachments["plan/plan.yaml"].get_file().read_bytes() == real_texts["plan.yaml"]
    assert all(str(each.AFRelationship) == "/Source" for each in pdf.Root.AF)


def test_it_says_what_it_is(pdf: pikepdf.Pdf, real_plan: Plan) -> None:
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "第３期平塚市総合戦略"
        assert metadata["dc:creator"] == [real_plan.settings.municipality.name]
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("3", "A", "1")
    assert str(pdf.Root.Lang) == "ja"
