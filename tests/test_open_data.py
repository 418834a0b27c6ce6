"""Open data: every value of the plan once, numbers as numbers, and files that their published forms admit."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from csvw import CSVW
from jsonschema import Draft202012Validator
from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, Graph, URIRef

from tests.command import vision
from tests.conftest import ROOT, Texts, sound
from tests.test_cli import spoil
from tests.test_website import project
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Initiative, Measure
from vision_compiler.model.values import Number, Parts, Undecided, Value
from vision_compiler.opendata.files import enclosed
from vision_compiler.opendata.files import published as published_files
from vision_compiler.opendata.tables import tables
from vision_compiler.project import read_plan

__all__ = ["project"]
Row = dict[str, str]
FOLDER = "https://plan.example/data/"
# rdflib's reader of JSON-LD still uses what rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def draft() -> Plan:
    return sound(dict(read_plan(ROOT / "plan" / "editions" / "2023-08-draft")))


@lru_cache(maxsize=8)
def published(plan: Plan) -> Mapping[str, bytes]:
    return {file.name: file.content for file in published_files(plan)}


def rows(plan: Plan, name: str = "indicators.csv") -> list[Row]:
    """A CSV as a program reads it that knows of the BOM."""
    (content,) = (file.content for file in enclosed(plan) if file.name == name)
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def rows_of(plan: Plan, id: str, year: str = "") -> list[Row]:
    return [row for row in rows(plan) if (row["指標ID"], row["年度"]) == (id, year)]


def described(plan: Plan, name: str) -> Any:
    return json.loads(published(plan)[name])


def amounts(value: Value) -> list[Decimal]:
    match value:
        case Number(amount):
            return [amount]
        case Parts(numbers):
            return [number.amount for number in numbers]
        case _:
            return []


# The tables


def test_every_number_of_the_plan_is_a_number_of_the_table(real_plan: Plan) -> None:
    expected = Counter(
        (indicator.id, amount)
        for indicator in real_plan.indicators
        for value in (indicator.baseline, *indicator.targets.values())
        for amount in amounts(value)
    )
    assert Counter((row["指標ID"], Decimal(row["値"])) for row in rows(real_plan) if row["値"]) == expected
    assert len(rows(real_plan)) == sum(expected.values()) + 9 + 4  # － and 策定時実績値以上
    in_order = list(dict.fromkeys(row["指標ID"] for row in rows(real_plan)))
    assert in_order == [indicator.id for indicator in real_plan.indicators]


def test_what_is_no_number_is_an_empty_cell_with_a_state(real_plan: Plan) -> None:
    without = [row for row in rows(real_plan) if not row["値"]]
    assert Counter(row["値の状態"] for row in without) == {
        "実績値なし": 9,
        "策定時実績値以上": 2,
        "計画策定時以上": 2,
    }
    assert {row["計画での表記"] for row in without} == {"－", "策定時実績値以上", "計画策定時以上"}
    assert all(row["値の状態"] == "数値" for row in rows(real_plan) if row["値"])


def test_what_is_undecided_stays_undecided(draft: Plan) -> None:
    undecided = {each.id for each in draft.indicators if Undecided() in each.targets.values()}
    assert len(undecided) > 10
    found = [row for row in rows(draft) if row["値の状態"] == "未定"]
    assert {row["指標ID"] for row in found} == undecided
    assert {(row["値"], row["計画での表記"], row["計画の段階"]) for row in found} == {("", "未定", "素案")}


def test_a_row_says_what_it_belongs_to(real_plan: Plan) -> None:
    primary, junior = rows_of(real_plan, "deepening-by-discussion", "2031")
    assert list(primary.items())[:11] == [
        ("全国地方公共団体コード", "142034"),
        ("地方公共団体名", "平塚市"),
        ("計画名", "平塚市総合計画"),
        ("計画の段階", "策定"),
        ("重点戦略ID", "children"),
        ("重点戦略番号", "1"),
        ("重点戦略", "子どもを育む環境づくり"),
        ("施策ID", "hopeful-growth"),
        ("施策番号", "3"),
        ("施策", real_plan.strategies[0].measures[2].title),
        ("指標の種類", "KPI（重要業績評価指標）"),
    ]
    cells = ("内訳", "値", "単位", "計画での表記", "望ましい方向", "累計")
    assert [primary[cell] for cell in cells] == ["小学校", "83.5", "％", "83.5％", "増加", "false"]
    assert [junior[cell] for cell in cells] == ["中学校", "80.0", "％", "80.0％", "増加", "false"]
    (of_strategy,) = rows_of(real_plan, "waiting-children")
    assert [of_strategy[cell] for cell in ("指標の種類", "施策", "値", "計画での表記")] == ["数値目標", "", "6", "６人"]
    (cumulative,) = rows_of(real_plan, "regular-employment-subsidies")
    assert (cumulative["指標名"], cumulative["累計"]) == ("正規雇用促進補助件数", "true")


def test_every_item_stands_once_below_the_one_that_it_belongs_to(real_plan: Plan) -> None:
    parents = {row["項目ID"]: row["上の項目のID"] for row in rows(real_plan, "items.csv")}
    assert len(parents) == len(rows(real_plan, "items.csv"))
    assert set(parents.values()) - {""} <= set(parents)
    expected = {strategy.id: "" for strategy in real_plan.strategies} | {field.id: "" for field in real_plan.fields}
    for strategy in real_plan.strategies:
        expected |= {measure.id: strategy.id for measure in strategy.measures}
    for measure in real_plan.of(Measure):
        expected |= {initiative.id: measure.id for initiative in measure.initiatives}
    for field in real_plan.fields:
        expected |= {policy.id: field.id for policy in field.policies}
    assert len(expected) > 100
    assert parents.items() >= expected.items()


def test_items_carry_the_words_of_the_plan_without_its_marks(real_plan: Plan) -> None:
    items = {row["項目ID"]: row for row in rows(real_plan, "items.csv")}
    assert items["nursery-ict"]["名称"] == "保育所等におけるICTの活用"
    direction = real_plan.strategies[0].measures[0].direction
    assert items["marriage-and-birth"]["本文"] == direction.replace("\n", "")
    assert items["policy-youth.dxgx.1"]["名称"] == "青少年に対する環境意識の啓発"
    assert items["marriage-and-birth.sdgs"]["名称"] == "不詳"
    assert items["plan.vision"]["名称"] == real_plan.vision.goal
    assert real_plan.vision.leading and items["plan.leading.7"]["名称"] == real_plan.vision.leading.phrases[6]
    assert any("[[" in initiative.text for initiative in real_plan.of(Initiative))
    assert not any("[[" in cell or "{{" in cell for row in items.values() for cell in row.values())


def test_goals_and_fields_of_a_measure_are_rows_of_their_own(real_texts: Texts) -> None:
    text = real_texts["strategies/children.yaml"]
    assert isinstance(text, bytes)
    known = (
        text.decode()
        .replace("sdgs: 不詳", "sdgs: [3, 5]", 1)
        .replace("fields: 不詳", "fields: [health-and-welfare]", 1)
    )
    items = rows(sound({**real_texts, "strategies/children.yaml": known}), "items.csv")
    found = [row for row in items if row["上の項目のID"] == "marriage-and-birth" and row["項目の種類"] != "取組"]
    assert [(row["項目ID"], row["番号"], row["名称"]) for row in found] == [
        ("marriage-and-birth.sdgs.3", "3", "すべての人に健康と福祉を"),
        ("marriage-and-birth.sdgs.5", "5", "ジェンダー平等を実現しよう"),
        ("marriage-and-birth.fields.health-and-welfare", "2", "健康、福祉"),
    ]


def test_facts_and_terms_are_all_there(real_plan: Plan) -> None:
    facts = {row["数値ID"]: row for row in rows(real_plan, "facts.csv")}
    assert {id: Decimal(row["値"]) for id, row in facts.items()} == {
        id: fact.amount for id, fact in real_plan.facts.items()
    }
    outlook = facts["population.outlook.2070"]
    assert [outlook[cell] for cell in ("名称", "時点", "単位", "値", "概数", "計画での表記")] == [
        *("将来展望人口", "2070", "人", "189000", "true", "約18万9千人"),
    ]
    terms = rows(real_plan, "terms.csv")
    assert {(row["用語"], row["解説"]) for row in terms} == {
        (term.term, term.definition) for term in real_plan.terms.values()
    }


# CSV

TYPES: Mapping[str, Callable[[str], object]] = {
    "string": str,
    "integer": int,
    "gYear": int,
    "decimal": Decimal,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def test_it_is_what_excel_and_rfc_4180_ask_for(real_plan: Plan, draft: Plan) -> None:
    for plan in (real_plan, draft):
        for table in tables(plan):
            content = published(plan)[table.file]
            assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")
            assert content.count(b"\n") == content.count(b"\r\n") == len(table.own_rows) + 1, "no line break in a cell"
            assert list(rows(plan, table.file)[0]) == [column.title for column in table.columns]


def test_every_cell_is_of_the_type_of_its_column(real_plan: Plan, draft: Plan) -> None:
    cells = 0
    for plan in (real_plan, draft):
        for table in tables(plan):
            for row in rows(plan, table.file):
                for column in table.columns:
                    text = row[column.title]
                    assert text or not column.is_required, (table.name, column.name, row)
                    cells += bool(text) and TYPES[column.datatype](text) is not None
    assert cells > 5000


def test_the_mark_of_the_encoding_can_be_left_out(real_plan: Plan) -> None:
    with_mark, without = enclosed(real_plan), enclosed(real_plan, has_bom=False)
    for one, other in zip(with_mark, without, strict=True):
        assert one.content.removeprefix(b"\xef\xbb\xbf") == other.content, one.name


def with_indicator(minimal: Texts, name: str, baseline: str = "8") -> Plan:
    """The small plan with another name and baseline of an indicator."""
    text = minimal["strategies/growth.yaml"]
    assert isinstance(text, bytes)
    head, _, tail = text.decode().partition("        name: ")
    rest = tail.partition("        unit: ")[2].replace("baseline: 8", f"baseline: {baseline}")
    quoted = json.dumps(name, ensure_ascii=False)
    return sound({**minimal, "strategies/growth.yaml": f"{head}        name: {quoted}\n        unit: {rest}"})


@pytest.mark.parametrize("name", ["=1+1", "+81を見る", "-2と同じ", "@市", "＝ＨＹＰＥＲＬＩＮＫ", "＠市"])
def test_a_spreadsheet_runs_no_name(minimal: Texts, name: str) -> None:
    plan = with_indicator(minimal, name)
    assert rows_of(plan, "lessons")[0]["指標名"] == f"'{name}"
    assert described(plan, "plan.json")["indicators"][0]["indicator"] == name


@pytest.mark.parametrize("name", ["人口、世帯", "人口, 世帯", '"人口"の増', "人口=世帯"])
def test_every_other_name_comes_back_as_it_is(minimal: Texts, name: str) -> None:
    assert rows_of(with_indicator(minimal, name), "lessons")[0]["指標名"] == name


def test_a_negative_number_stays_a_number(minimal: Texts) -> None:
    assert rows_of(with_indicator(minimal, "収支", "-3.50"), "lessons")[0]["値"] == "-3.50"


# Published forms


def csvw_of(folder: Path, files: Mapping[str, bytes]) -> CSVW:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return CSVW(str(folder / "csv-metadata.json"), validate=True)


def test_the_tables_are_valid_csv_on_the_web(real_plan: Plan, draft: Plan, tmp_path: Path) -> None:
    for plan in (real_plan, draft):
        checked = csvw_of(tmp_path, published(plan))
        assert checked.is_valid, checked.warnings
        assert not checked.warnings


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("indicators.csv", ",数値,６人,", ",数値,,"),
        ("indicators.csv", ",2027,0,", ",2027,ゼロ,"),
        ("items.csv", ",取組,nursery-ict,", ",取組,working-parents,"),
        ("csv-metadata.json", '"datatype": "decimal"', '"datatype": "decimals"'),
    ],
)
def test_csv_on_the_web_notices_what_is_wrong(
    real_plan: Plan, tmp_path: Path, name: str, right: str, wrong: str
) -> None:
    files = published(real_plan)
    assert right in files[name].decode()
    spoiled = {**files, name: files[name].decode().replace(right, wrong).encode()}
    with pytest.raises((ValueError, UserWarning)):
        csvw_of(tmp_path, spoiled).is_valid  # noqa: B018 - it raises what it finds


def test_json_is_what_its_schema_says_and_what_the_tables_say(real_plan: Plan, draft: Plan, minimal: Texts) -> None:
    for plan in (real_plan, draft, sound(minimal)):
        data, schema = described(plan, "plan.json"), described(plan, "plan.schema.json")
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        assert list(validator.iter_errors(data)) == []
        assert not validator.is_valid({**data, "indicators": [{**data["indicators"][0], "value": "6"}]})
        for table in tables(plan):
            assert [list(row.values()) for row in data[table.name]] == [
                [float(cell) if isinstance(cell, Decimal) else cell for cell in row.values()] for row in table.own_rows
            ]


def graph_of(plan: Plan) -> Graph:
    return Graph().parse(data=published(plan)["catalog.jsonld"], format="json-ld", publicID=f"{FOLDER}catalog.jsonld")


#: What DCAT-AP 3.0 calls mandatory for each class, and what a Japanese catalogue asks for besides.
MANDATORY = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset),
    DCAT.Dataset: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.temporal, DCAT.distribution),
    DCAT.Distribution: (DCAT.accessURL, DCAT.mediaType, DCTERMS.title),
    FOAF.Agent: (FOAF.name,),
    DCTERMS.PeriodOfTime: (DCAT.startDate, DCAT.endDate),
}


def test_the_catalogue_says_what_dcat_ap_wants(real_plan: Plan, draft: Plan) -> None:
    for plan in (real_plan, draft):
        graph = graph_of(plan)
        for kind, wanted in MANDATORY.items():
            found = list(graph.subjects(RDF.type, kind))
            assert found, kind
            assert [(each, term) for each in found for term in wanted if not list(graph.objects(each, term))] == []


def test_the_catalogue_uses_terms_of_published_vocabularies_only(real_plan: Plan) -> None:
    graph = graph_of(real_plan)
    known = {str(term) for vocabulary in (DCAT, DCTERMS, FOAF, SKOS, RDF) for term in dir(vocabulary)}
    used = {str(term) for term in (*graph.predicates(), *graph.objects(None, RDF.type))}
    assert len(used) > 20
    assert used <= known


def test_the_catalogue_names_every_other_file(real_plan: Plan) -> None:
    named = {str(node) for triple in graph_of(real_plan) for node in triple if isinstance(node, URIRef)}
    files = {f"{FOLDER}{name}" for name in published(real_plan)}
    assert files - named == {f"{FOLDER}catalog.jsonld"}
    assert {name for name in named if name.startswith(FOLDER) and "#" not in name} <= files


def test_no_licence_is_granted_that_the_plan_does_not_name(minimal: Texts) -> None:
    def licences(plan: Plan) -> list[str]:
        graph = graph_of(plan)
        return [str(graph.value(each, DCTERMS.title)) for each in set(graph.objects(None, DCTERMS.license))]

    assert licences(sound(minimal)) == []
    assert not any(b"licen" in content for name, content in published(sound(minimal)).items() if name == "plan.json")
    plan = minimal["plan.yaml"]
    assert isinstance(plan, bytes)
    for licence, address in (
        ("CC BY 4.0", {"@id": "https://creativecommons.org/licenses/by/4.0/deed.ja"}),
        ("市の利用規約", "市の利用規約"),
    ):
        named = sound({**minimal, "plan.yaml": f"{plan.decode()}\nlicence: {licence}\n"})
        assert set(licences(named)) == {licence}
        assert described(named, "plan.json")["licence"] == licence
        assert described(named, "csv-metadata.json")["dc:license"] == address


# The command line


def data(project: Path) -> dict[str, bytes]:
    folder = project / "build" / "data"
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def test_the_folder_the_site_and_the_program_have_the_same_files(project: Path) -> None:
    result = vision("build", "data", folder=project)
    assert result.returncode == 0, result.stderr
    assert "build/data/indicators.csv（指標の値、CSV）" in result.stdout.splitlines()
    expected = published(sound(dict(read_plan(project / "plan"))))
    assert data(project) == expected
    assert vision("build", "html", folder=project).returncode == 0
    site = project / "build" / "html"
    assert {path.name: path.read_bytes() for path in (site / "data").iterdir()} == expected
    page = (site / "downloads.html").read_text(encoding="utf-8")
    assert all(f'href="data/{name}"' in page for name in expected)


def test_without_the_mark_of_the_encoding_only_the_tables_are_other(project: Path) -> None:
    vision("build", "data", folder=project)
    before = data(project)
    assert vision("build", "data", "--no-bom", folder=project).returncode == 0
    changed = {name for name, content in data(project).items() if content != before[name]}
    assert changed == {name for name in before if name.endswith(".csv")}
    assert not any(content.startswith(b"\xef\xbb\xbf") for content in data(project).values())


def test_verify_says_whether_the_data_would_come_out_the_same(project: Path) -> None:
    count = len(vision("build", "data", folder=project).stdout.splitlines())
    same = vision("build", "data", "--verify", folder=project)
    assert (same.returncode, same.stdout) == (0, f"{count}個とも、初めから作り直したものと、1バイトも違いません。\n")
    (project / "build" / "data" / "plan.json").write_bytes(b"mine")
    other = vision("build", "data", "--no-bom", "--verify", folder=project)
    assert other.returncode == 1
    assert "× build/data/plan.json\n    作った後に、このファイルが書き換えられています。\n" in other.stdout
    mark = "CSVの始めに付ける文字コードの印（BOM）の指定が違います: あり → なし（--no-bom）"
    assert f"× build/data/indicators.csv\n    {mark}。\n" in other.stdout
    assert data(project)["plan.json"] == b"mine"


def test_a_table_that_is_no_more_is_cleared_away_but_nothing_of_others(project: Path) -> None:
    vision("build", "data", folder=project)
    own = project / "build" / "data" / "note.txt"
    own.write_text("mine", encoding="utf-8")
    assert "facts.csv" in data(project)
    for name in ("population.yaml", "glossary.yaml"):
        (project / "plan" / name).unlink()
    for path in (project / "plan").rglob("*.yaml"):
        text = re.sub(r"\[\[(.*?)\]\]", r"\1", path.read_text(encoding="utf-8"))
        path.write_text(re.sub(r"\{\{.*?\}\}", "多数", text), encoding="utf-8")
    result = vision("build", "data", folder=project)
    assert result.returncode == 0, result.stderr
    assert not {"facts.csv", "terms.csv"} & set(data(project))
    assert own.is_file() and "indicators.csv" in data(project)


def test_a_wrong_plan_leaves_the_old_files(project: Path) -> None:
    vision("build", "data", folder=project)
    before = data(project)
    spoil(project)
    result = vision("build", "data", folder=project)
    assert result.returncode == 1
    assert "オープンデータは作りませんでした。" in result.stderr
    assert data(project) == before
