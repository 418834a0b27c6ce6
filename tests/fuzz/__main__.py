"""``python -m tests.fuzz TARGET [options of libFuzzer] [folder of inputs]``, with the optional tool atheris.

What does not depend on an input is kept from one to the next: files that were not edited are read once.
"""

import gc
import sys
from functools import lru_cache
from importlib import import_module
from itertools import count
from typing import Any
from zlib import crc32

import atheris

#: Of what a target tries, the fuzzer sees which ways it takes.
SEEN = {
    "load": ("source",),
    "check": ("model", "wording", "validation", "load", "resolve", "rules", "report"),
    "prose": ("model.text", "model.passages", "rules", "document", "render"),
    "diff": ("comparison", "document"),
    "publish": ("document", "opendata", "render", "web"),
}


#: What is changed in the program, so that nothing is done twice for an input; what is loaded late otherwise.
MODULES = ("load", "pipeline", "rules", "comparison.changes", "source.symptoms")


def main() -> None:
    name = sys.argv.pop(1)
    with atheris.instrument_imports(include=[f"vision_compiler.{each}" for each in SEEN[name]]):
        modules: list[Any] = [import_module(f"vision_compiler.{each}") for each in MODULES]
        targets: Any = import_module("tests.fuzz.targets")
    load, pipeline, rules, changes, _ = modules
    find_repair, load_all = load.find_repair, load.load
    known: dict[frozenset[str], Any] = {}
    for plan in (targets.SMALL, targets.LARGE):
        load_all(plan, known.setdefault(frozenset(plan), {}))
    runs, all_findings = count(), rules.findings

    def find_some(name: str, source: Any, error: Any, kind: Any) -> Any:
        """To look for a repair means to read a file fifty times."""
        return find_repair(name, source, error, kind) if crc32(source.text.encode()) % 32 == 0 else None

    def some_findings(plan: Any) -> Any:
        """Running text meets what only advises in every fourth run; ``check`` is for the rules."""
        return (rules.errors if name == "prose" and next(runs) % 4 else all_findings)(plan)

    load.find_repair, pipeline.findings = find_some, some_findings
    pipeline.load = lambda texts: load_all(texts, dict(known[frozenset(texts)]))
    changes.items_of = lru_cache(4)(changes.items_of)
    atheris.Setup(sys.argv, lambda data: targets.TARGETS[name](data) and None)
    gc.freeze()
    gc.set_threshold(50_000)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
