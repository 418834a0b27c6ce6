"""A synthetic plan of about N pages: the real plan's words, multiplied with fresh ids and varied sentences.

`python -m benchmarks.content PAGES FOLDER` writes FOLDER/plan. The same arguments write the same bytes.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import cycle, product
from json import dumps
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML

from benchmarks.book import edited_sentence

REAL = Path(__file__).parents[1] / "plan"
#: Pages of a strategy with its three measures, and of a section of prose; both with their lines in the contents.
STRATEGY_PAGES, SECTION_PAGES = 4.4, 1.55
#: Cover, imprint, and the list of facts.
AROUND = 2.7
SECTIONS_OF_A_CHAPTER = 4

_MARK = re.compile(r"\[\[([^\[\]]+)\]\]")
_CONJUNCTION = re.compile(
    "^(?:また|さらに|加えて|一方|特に|なお|しかし|このため|そのため|これら|この|その|まず|次に|今後)"
)
_POLITE = re.compile("(?:です|ます|ません|ました)。$")
_ELSEWHERE = re.compile("[「」『』（）{}]|重点戦略|次の|以下")
#: Terms that are part of other terms: a mark on them would be out of order.
_NOT_MARKED = {"スマート"}
_COPIED = ("glossary.yaml", "population.yaml", "dictionary.yaml", "vision.yaml")

Data = dict[str, Any]


@dataclass(frozen=True)
class Seeds:
    """What the real plan gives: its strategies, sentences, entries of lists and terms."""

    settings: Data
    strategies: tuple[Data, ...]
    sentences: tuple[str, ...]
    entries: tuple[str, ...]
    terms: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass
class Writer:
    """Varies the seeds. Every sentence, entry and name comes once in a while, never twice the same way."""

    seeds: Seeds
    random: Random = field(default_factory=lambda: Random(1))

    @cached_property
    def sentences(self) -> Iterator[str]:
        return cycle(self._shuffled(self.seeds.sentences))

    @cached_property
    def entries(self) -> Iterator[str]:
        return cycle(self._shuffled(self.seeds.entries))

    @cached_property
    def terms(self) -> Iterator[str]:
        return cycle([term for term in self.seeds.terms if term not in _NOT_MARKED])

    def _shuffled(self, texts: tuple[str, ...]) -> list[str]:
        return self.random.sample(texts, len(texts))

    def varied(self, sentence: str, district: str) -> str:
        """The sentence as it would stand in a plan for this district."""
        if "本市" in sentence:
            return sentence.replace("本市", district)
        return sentence if _CONJUNCTION.match(sentence) else f"{district}では、{sentence}"

    def prose(self, district: str, paragraphs: int) -> str:
        """Paragraphs of two to four sentences, one sentence a line."""
        blocks = [
            "\n".join(self.varied(next(self.sentences), district) for _ in range(self.random.randint(2, 4)))
            for _ in range(paragraphs)
        ]
        return "\n\n".join(blocks) + "\n"


def write_plan(target: Path, pages: int) -> None:
    """A plan whose 総合戦略 has about so many pages."""
    seeds = _seeds(REAL)
    writer = Writer(seeds)
    inside = pages - AROUND
    strategies = [_strategy(writer, number) for number in range(max(1, round(inside / 2 / STRATEGY_PAGES)))]
    sections = max(1, round((inside - len(strategies) * STRATEGY_PAGES) / SECTION_PAGES))
    chapters = [_chapter(writer, number, count) for number, count in enumerate(_shares(sections))]
    chapters[0]["body"].append({"bullets": list(seeds.facts)})
    middle = chapters[len(chapters) // 2]["sections"][0]["body"][0]
    middle["text"] += f"{edited_sentence(0)}\n"
    files = {"plan.yaml": _settings(seeds.settings, strategies, chapters)}
    files |= {f"strategies/{each['id']}.yaml": each for each in strategies}
    files |= {f"prose/{each['id']}.yaml": _noted(each, seeds.terms) for each in chapters}
    for name, data in files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(yaml(data), encoding="utf-8")
    for name in _COPIED:
        (target / name).write_bytes((REAL / name).read_bytes())


def _shares(sections: int) -> list[int]:
    """So many sections in chapters of about equal length."""
    chapters = max(1, round(sections / SECTIONS_OF_A_CHAPTER))
    return [sections // chapters + (number < sections % chapters) for number in range(chapters)]


def _settings(real: Data, strategies: list[Data], chapters: list[Data]) -> Data:
    ids = [chapter["id"] for chapter in chapters]
    before = len(ids) // 2 + 1
    kept = ("title", "municipality", "period", "target_years", "stage", "date", "publisher", "labels", "style")
    contents = [*ids[:before], "strategies", *ids[before:]]
    return {name: real[name] for name in kept} | {
        "strategies": [strategy["id"] for strategy in strategies],
        "documents": [{"id": "strategy", "title": "総合戦略 見本", "contents": contents}],
    }


# ---------------------------------------------------------------- strategies


def _strategy(writer: Writer, number: int) -> Data:
    """A strategy like one of the real ones, for a district of its own."""
    real, district = writer.seeds.strategies[number % len(writer.seeds.strategies)], _district(number)
    return {
        "id": f"{real['id']}-{number}",
        "title": f"{district}の{real['title']}",
        "direction": _varied_prose(writer, real["direction"], district),
        "target_indicators": [_indicator(each, district, number) for each in real["target_indicators"]],
        "measures": [_measure(writer, each, district, number) for each in real["measures"]],
    }


def _measure(writer: Writer, real: Data, district: str, number: int) -> Data:
    return {
        "id": f"{real['id']}-{number}",
        "title": f"{real['title']}{district}",
        "direction": _varied_prose(writer, real["direction"], district),
        "initiatives": [
            {"id": f"{each['id']}-{number}", "text": f"{district}における{each['text']}"}
            for each in real["initiatives"]
        ],
        "kpis": [_indicator(each, district, number) for each in real["kpis"]],
        "sdgs": sorted(writer.random.sample(range(1, 18), 3)),
    }


def _varied_prose(writer: Writer, prose: str, district: str) -> str:
    return "".join(f"{writer.varied(line, district)}\n" if line else "\n" for line in prose.splitlines())


def _indicator(real: Data, district: str, number: int) -> Data:
    """The real one under another name; its numbers all grow by the same amount, so that they keep their order."""
    values = [real["baseline"], *real["targets"].values()]
    growth = number if all(type(value) is int and value > 100 for value in values) else 0
    targets = {year: value + growth if growth else value for year, value in real["targets"].items()}
    changed = {"id": f"{real['id']}-{number}", "name": f"{district}の{real['name']}"}
    return real | changed | {"baseline": values[0] + growth if growth else values[0], "targets": targets}


# ---------------------------------------------------------------- chapters of prose


def _chapter(writer: Writer, number: int, sections: int) -> Data:
    district = _district(number + 7)
    return {
        "id": f"chapter-{number}",
        "title": f"{district}のまちづくりの現状と方向性",
        "body": [{"text": writer.prose(district, 1)}],
        "sections": [_section(writer, f"chapter-{number}-{index}", number * 5 + index) for index in range(sections)],
    }


_THEMES = (
    "暮らしを支える取組",
    "産業と雇用",
    "子育てと学び",
    "防災と都市基盤",
    "健康と福祉",
    "環境とみどり",
    "文化と交流",
)


def _section(writer: Writer, id: str, number: int) -> Data:
    """Text, a list, and two points of text; terms in each section."""
    district = _district(number)
    term = f"{district}では、{next(writer.terms)}や{next(writer.terms)}に関わる人々と力を合わせます。\n"
    return {
        "id": id,
        "title": f"{district}における{_THEMES[number % len(_THEMES)]}",
        "body": [
            {"text": writer.prose(district, 2) + term},
            {"bullets": [f"{district}における{next(writer.entries)}" for _ in range(4)]},
            {"remark": f"{district}の範囲は、この計画のために定めたもの"},
        ],
        "sections": [
            {"id": f"{id}-{name}", "title": title, "body": [{"text": writer.prose(district, 1)}]}
            for name, title in (("present", f"{district}の現状"), ("outlook", f"{district}の今後の展望"))
        ],
    }


def _noted(chapter: Data, terms: tuple[str, ...]) -> Data:
    """The chapter with every term marked at its first place, as editors do."""
    left = sorted(set(terms) - _NOT_MARKED, key=len, reverse=True)

    def marked(value: Any) -> Any:
        if isinstance(value, list):
            return [marked(entry) for entry in value]
        if isinstance(value, dict):
            # In the order of printing; titles and ids bear no marks.
            return {key: entry if key in ("id", "title") else marked(entry) for key, entry in value.items()}
        return _with_marks(value, left) if isinstance(value, str) else value

    return dict(marked(chapter))


def _with_marks(text: str, left: list[str]) -> str:
    for term in [term for term in left if term in text]:
        plain = _MARK.split(text)[::2]
        if any(term in piece for piece in plain):
            text = re.sub(rf"{re.escape(term)}(?![^\[\]]*\]\])", f"[[{term}]]", text, count=1)
            left.remove(term)
    return text


_PLACES = [
    f"{one}{two}{kind}" for kind, two, one in product(("", "台", "里"), "浜川原山田島沢崎岡松", "東西南北中上下新本元")
]


def _district(number: int) -> str:
    """東浜地区, 西浜地区 …: names without numbers, so that no rule takes them for typed ones."""
    return f"{_PLACES[number % len(_PLACES)]}{'第二' * (number // len(_PLACES))}地区"


# ---------------------------------------------------------------- reading and writing YAML


def _seeds(plan: Path) -> Seeds:
    strategies = tuple(_read(path) for path in sorted(plan.glob("strategies/*.yaml")))
    lines = [line for path in sorted(plan.glob("prose/*.yaml")) for line in _lines(_read(path))]
    sentences = tuple(dict.fromkeys(_MARK.sub(r"\1", line) for line in lines if _is_sentence(line)))
    entries = tuple(
        dict.fromkeys(
            _MARK.sub(r"\1", each["text"])
            for strategy in strategies
            for measure in strategy["measures"]
            for each in measure["initiatives"]
        )
    )
    terms = tuple(term["term"] for term in _read(plan / "glossary.yaml")["terms"])
    assert len(sentences) > 60 and len(entries) > 40, "the real plan has lost its words"
    return Seeds(_read(plan / "plan.yaml"), strategies, sentences, entries, terms, tuple(_facts(plan)))


def _facts(plan: Path) -> Iterator[str]:
    """A line on every fact, so that all are quoted."""
    population = _read(plan / "population.yaml")
    for series in population["series"]:
        for point in series["points"]:
            yield f"{series['title']} {{{{{series['id']}.{point['at']}}}}}"
    for derived in population["derived"]:
        yield f"{derived['title']} {{{{{derived['id']}}}}}"


def _is_sentence(line: str) -> bool:
    """A whole sentence that is true anywhere: without quotations, names of other parts, and facts."""
    return 25 <= len(line) <= 170 and bool(_POLITE.search(line)) and not _ELSEWHERE.search(line)


def _lines(value: Any) -> Iterator[str]:
    """Every line of every text below."""
    if isinstance(value, str):
        yield from value.splitlines()
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            if key not in ("verse", "quotation", "provisional", "missing"):
                yield from _lines(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _lines(entry)


def _read(path: Path) -> Data:
    return dict(YAML(typ="safe").load(path.read_text(encoding="utf-8")))


def yaml(value: Any, indent: str = "") -> str:
    """Plain data as YAML: every text quoted, running text as a literal block."""
    if isinstance(value, dict):
        return "".join(f"{indent}{key}:{_below(entry, indent)}" for key, entry in value.items())
    return "".join(f"{indent}-{_below(entry, indent)}" for entry in value)


def _below(value: Any, indent: str) -> str:
    deeper = f"{indent}  "
    if isinstance(value, str) and "\n" in value:
        lines = "".join(f"{deeper}{line}".rstrip() + "\n" for line in value.splitlines())
        return f" |\n{lines}"
    if isinstance(value, dict | list) and _is_nested(value):
        return f"\n{yaml(value, deeper)}"
    if isinstance(value, dict):
        return f" {{{', '.join(f'{key}: {dumps(entry, ensure_ascii=False)}' for key, entry in value.items())}}}\n"
    return f" {dumps(value, ensure_ascii=False)}\n"


def _is_nested(value: Data | list[Any]) -> bool:
    """Whether something stands below that is more than a number, or a list of them."""
    if isinstance(value, dict):
        return not all(isinstance(key, int) for key in value)
    return any(isinstance(entry, str | dict) for entry in value)


if __name__ == "__main__":
    write_plan(Path(sys.argv[2]) / "plan", int(sys.argv[1]))
