"""A comparison as JSON for programs. The classes below are the format; a change that breaks a reader raises VERSION.

``kinds`` and ``kind`` are the names of ``Kind`` in small letters (added, removed, replaced, moved, reordered, renamed,
text, unit, baseline, target, value, decided, unprinted). Words are lists of [text, whether it changed].
"""

import json
from typing import TypedDict

from vision_compiler.comparison.changes import Change, Comparison, ItemChange
from vision_compiler.comparison.sheet import ComparisonTable, Row
from vision_compiler.comparison.words import Runs, marked, plain
from vision_compiler.model.settings import Settings
from vision_compiler.report.places import valid

VERSION = 1
Words = list[tuple[str, bool]]


class Plan(TypedDict):
    name: str
    title: str
    stage: str
    date: str


class Edit(TypedDict):
    """``old`` or ``new`` is null where there is nothing on that side."""

    kind: str
    label: str
    old: str | None
    new: str | None
    old_words: Words
    new_words: Words


class Changed(TypedDict):
    """``matched`` is id, or words where the id changed. Pages are strings by document, empty if not laid out."""

    id: str
    kind_of_item: str
    name: str
    place: str
    chapter: str
    kinds: list[str]
    matched: str
    edits: list[Edit]
    reason: str
    old_documents: dict[str, str]
    new_documents: dict[str, str]


class Count(TypedDict):
    chapter: str
    added: int
    removed: int
    changed: int
    documents: str


class RenamedId(TypedDict):
    item: str
    old: str
    new: str


class Report(TypedDict):
    version: int
    old: Plan
    new: Plan
    counts: list[Count]
    items: list[Changed]
    renamed_ids: list[RenamedId]


def json_format(comparison: Comparison, table: ComparisonTable) -> str:
    """The comparison as a JSON text."""
    rows = {row.id: row for row in reversed((*table.rows, *table.hidden))}
    report: Report = {
        "version": VERSION,
        "old": _plan(table.old.plan, comparison.old.settings),
        "new": _plan(table.new.plan, comparison.new.settings),
        "counts": [
            {
                "chapter": each.group,
                "added": each.added,
                "removed": each.removed,
                "changed": each.changed,
                "documents": each.documents,
            }
            for each in table.counts
        ],
        "items": [_item(change, rows[change.item.id or change.item.place]) for change in comparison.items],
        "renamed_ids": [{"item": title, "old": old, "new": new} for title, old, new in table.renamed_ids],
    }
    return valid(json.dumps(report, ensure_ascii=False, indent=2))


def _plan(name: str, settings: Settings) -> Plan:
    return {"name": name, "title": settings.title, "stage": settings.stage, "date": settings.date}


def _item(change: ItemChange, row: Row) -> Changed:
    return {
        "id": change.item.id,
        "kind_of_item": change.item.node.LABEL,
        "name": change.item.name,
        "place": change.item.place,
        "chapter": row.group,
        "kinds": [kind.name.lower() for kind in change.kinds],
        "matched": "words" if change.by_words else "id",
        "edits": [_edit(each) for each in change.changes],
        "reason": row.reason,
        "old_documents": dict(row.old_pages),
        "new_documents": dict(row.new_pages),
    }


def _edit(change: Change) -> Edit:
    if change.old is None or change.new is None:
        old, new = plain(change.old or "", is_changed=True), plain(change.new or "", is_changed=True)
    else:
        old, new = marked(change.old, change.new)
    return {
        "kind": change.kind.name.lower(),
        "label": change.label,
        "old": change.old,
        "new": change.new,
        "old_words": _words(old),
        "new_words": _words(new),
    }


def _words(runs: Runs) -> Words:
    return [(run.text, run.is_changed) for run in runs]
