"""Random edits of the plan, whose truth is known: each is in the table, once, as its kind, and nothing else is."""

from collections import Counter
from collections.abc import Callable, Iterator
from io import StringIO
from random import Random
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.conftest import Texts, sound
from vision_compiler.comparison.changes import Kind, compare
from vision_compiler.comparison.sheet import Request
from vision_compiler.comparison.table import table
from vision_compiler.model.plan import Plan

#: What an edit does: the ids that may have changed (one of them has), and how.
Truth = tuple[frozenset[str], Kind]
Files = dict[str, Any]

#: Words that no plan of a city has by chance.
NEW_NAMES = [
    "鉄道模型博物館の夜間開放",
    "灯台もと暮らし体験",
    "流星群鑑賞ボートの就航",
    "氷上サーカス誘致",
    "恐竜化石の展示替え",
]
TRIALS, EDITS = 9, 8


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10**6
    return yaml


def _read(texts: Texts) -> Files:
    return {name: _yaml().load(raw) for name, raw in texts.items()}


def _written(files: Files) -> Texts:
    texts: Texts = {}
    for name, content in files.items():
        stream = StringIO()
        _yaml().dump(content, stream)
        texts[name] = stream.getvalue()
    return texts


class Editor:
    """Edits a plan at random; what one edit has touched, no other touches."""

    def __init__(self, files: Files, seed: int) -> None:
        self.files, self.random = files, Random(seed)
        self.touched: set[str] = set()

    def strategies(self) -> list[Any]:
        return [content for name, content in self.files.items() if name.startswith("strategies/")]

    def measures(self) -> list[Any]:
        return [measure for strategy in self.strategies() for measure in strategy["measures"]]

    def one(self, entries: list[Any]) -> Any:
        """One of the entries that nobody has touched, marked as touched."""
        entry = self.random.choice([each for each in entries if each["id"] not in self.touched])
        self.touched.add(entry["id"])
        return entry

    def indicators(self) -> list[Any]:
        return [kpi for measure in self.measures() for kpi in measure["kpis"]]

    def numeric(self) -> list[Any]:
        return [each for each in self.indicators() if isinstance(each["baseline"], int | float)]

    # Each edit: what it does, and what is true afterwards.

    def renames_an_indicator(self) -> Truth:
        indicator = self.one([each for each in self.indicators() if "note_after" not in each])
        indicator["name"] = f"{indicator['name']}の見込み"
        return frozenset({indicator["id"]}), Kind.RENAMED

    def changes_a_baseline(self) -> Truth:
        indicator = self.one([each for each in self.numeric() if isinstance(each["baseline"], int)])
        indicator["baseline"] += 1
        return frozenset({indicator["id"]}), Kind.BASELINE

    def changes_a_target(self) -> Truth:
        indicator = self.one([each for each in self.indicators() if isinstance(each["targets"][2031], int)])
        indicator["targets"][2031] += 1
        return frozenset({indicator["id"]}), Kind.TARGET

    def changes_a_unit(self) -> Truth:
        indicator = self.one([each for each in self.indicators() if each.get("unit") == "件"])
        indicator["unit"] = "例"
        return frozenset({indicator["id"]}), Kind.UNIT

    def adds_a_note(self) -> Truth:
        indicator = self.one([each for each in self.indicators() if "note" not in each])
        indicator["note"] = "前の年度の末日の数のこと。"
        return frozenset({indicator["id"]}), Kind.TEXT

    def rewords_an_initiative(self) -> Truth:
        initiative = self.one(self.free_initiatives())
        initiative["text"] = f"{initiative['text']}の試行"
        return frozenset({initiative["id"]}), Kind.RENAMED

    def adds_an_initiative(self) -> Truth:
        measure = self.random.choice(self.measures())
        id = f"new-{self.random.randrange(10**6)}"
        place = self.random.randrange(len(measure["initiatives"]) + 1)
        measure["initiatives"].insert(place, {"id": id, "text": self.random.choice(NEW_NAMES)})
        self.touched.add(id)
        return frozenset({id}), Kind.ADDED

    def removes_an_initiative(self) -> Truth:
        initiative = self.one(self.free_initiatives())
        measure = next(each for each in self.measures() if initiative in each["initiatives"])
        measure["initiatives"].remove(initiative)
        return frozenset({initiative["id"]}), Kind.REMOVED

    def swaps_two_initiatives(self) -> Truth:
        measure = self.one([each for each in self.measures() if not self.is_touched(each["initiatives"])])
        entries = measure["initiatives"]
        place = self.random.randrange(len(entries) - 1)
        entries.insert(place, entries.pop(place + 1))
        self.touched |= {each["id"] for each in entries}
        return frozenset(each["id"] for each in entries[place : place + 2]), Kind.REORDERED

    def moves_an_indicator(self) -> Truth:
        source = self.random.choice([each for each in self.measures() if len(each["kpis"]) > 1])
        indicator = self.one(source["kpis"])
        target = self.random.choice([each for each in self.measures() if each is not source])
        source["kpis"].remove(indicator)
        target["kpis"].append(indicator)
        return frozenset({indicator["id"]}), Kind.MOVED

    def removes_an_indicator(self) -> Truth:
        measure = self.random.choice([each for each in self.measures() if len(each["kpis"]) > 2])
        indicator = self.one(measure["kpis"])
        measure["kpis"].remove(indicator)
        return frozenset({indicator["id"]}), Kind.REMOVED

    def retitles_a_measure(self) -> Truth:
        measure = self.one(self.measures())
        measure["title"] = f"{measure['title']}仕組み"
        return frozenset({measure["id"]}), Kind.RENAMED

    def rewords_a_direction(self) -> Truth:
        measure = self.one(self.measures())
        sentences = str(measure["direction"]).strip().split("\n")
        place = self.random.randrange(len(sentences))
        sentences[place] = f"あわせて、{sentences[place]}"
        measure["direction"] = type(measure["direction"])("\n".join(sentences) + "\n")
        return frozenset({measure["id"]}), Kind.TEXT

    def rewords_a_policy(self) -> Truth:
        policies = [
            each for name, field in self.files.items() if name.startswith("fields/") for each in field["policies"]
        ]
        policy = self.one([each for each in policies if "dxgx" in each])
        policy["dxgx"] = "灯台の光の遠隔操作"
        return frozenset({policy["id"]}), Kind.TEXT

    def rewords_a_term(self) -> Truth:
        term = self.one(self.files["glossary.yaml"]["terms"])
        term["definition"] = f"分かりやすく言えば、{term['definition']}"
        return frozenset({term["id"]}), Kind.TEXT

    def adds_a_paragraph(self) -> Truth:
        block, section = self.text_block()
        text = str(block["text"]).strip("\n")
        block["text"] = type(block["text"])(f"{text}\n\n灯台もと暮らしの段落を、ここに足します。\n")
        return frozenset({section["id"]}), Kind.TEXT

    def rewords_a_paragraph(self) -> Truth:
        block, section = self.text_block()
        block["text"] = type(block["text"])(str(block["text"]).replace("。", "という考えです。", 1))
        return frozenset({section["id"]}), Kind.TEXT

    def text_block(self) -> tuple[Any, Any]:
        chapters = [content for name, content in self.files.items() if name.startswith("prose/strategy-")]
        sections = [each for chapter in chapters for each in _sections(chapter)]
        section = self.one([each for each in sections if "text" in each.get("body", [{}])[0]])
        return section["body"][0], section

    def free_initiatives(self) -> list[Any]:
        """Those that nothing refers to, in measures that have others."""
        found = (each for each in self.measures() if len(each["initiatives"]) > 3)
        return [entry for each in found for entry in each["initiatives"] if entry["id"] != each.get("highlight")]

    def is_touched(self, entries: list[Any]) -> bool:
        return any(each["id"] in self.touched for each in entries)


def _sections(division: Any) -> Iterator[Any]:
    yield division
    for section in division.get("sections", []):
        if "id" in section:
            yield from _sections(section)


OPERATIONS: list[Callable[[Editor], Truth]] = [
    Editor.renames_an_indicator,
    Editor.changes_a_baseline,
    Editor.changes_a_target,
    Editor.changes_a_unit,
    Editor.adds_a_note,
    Editor.rewords_an_initiative,
    Editor.adds_an_initiative,
    Editor.removes_an_initiative,
    Editor.swaps_two_initiatives,
    Editor.moves_an_indicator,
    Editor.removes_an_indicator,
    Editor.retitles_a_measure,
    Editor.rewords_a_direction,
    Editor.rewords_a_policy,
    Editor.rewords_a_term,
    Editor.adds_a_paragraph,
    Editor.rewords_a_paragraph,
]


@pytest.fixture(scope="module")
def before(real_texts: Texts) -> Plan:
    """The plan as our editor writes it, so that only its edits make a difference."""
    plan = sound(_written(_read(real_texts)))
    assert compare(sound(real_texts), plan).items == ()
    return plan


@pytest.mark.parametrize("seed", range(TRIALS))
def test_every_edit_is_in_the_table_once_and_as_its_kind(real_texts: Texts, before: Plan, seed: int) -> None:
    files = _read(real_texts)
    editor = Editor(files, seed)
    # Every operation has its turn; the rest is chance.
    chosen = [OPERATIONS[(seed * 2 + turn) % len(OPERATIONS)] for turn in range(2)]
    chosen += editor.random.choices(OPERATIONS, k=EDITS - len(chosen))
    truths = [operation(editor) for operation in chosen]
    comparison = compare(before, sound(_written(files)))
    found = Counter((item.item.id, edit.kind) for item in comparison.items for edit in item.changes)
    for ids, kind in truths:
        (hit,) = (id for id in ids if found[id, kind])
        found[hit, kind] -= 1
    assert +found == Counter(), "nothing else changed"
    assert comparison.renamed_ids == ()
    made = table(comparison, Request("旧", "新", {}))
    shown = Counter((row.id, kind) for row in made.rows if not row.is_continued for kind in row.kinds)
    assert all(count == 1 for count in shown.values())
    assert {kind for _, kind in shown} == {kind for _, kind in truths}
    assert sum(shown.values()) == len(truths)


def test_every_sort_of_edit_is_tried() -> None:
    assert {(seed * 2 + turn) % len(OPERATIONS) for seed in range(TRIALS) for turn in range(2)} == set(
        range(len(OPERATIONS))
    )
