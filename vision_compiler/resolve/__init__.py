"""Ids → items, marks in text → terms and facts. A plan comes out only when every reference finds its item."""

from collections.abc import Mapping

from vision_compiler.diagnostics import Diagnostic
from vision_compiler.model.base import Node
from vision_compiler.model.icons import Icon
from vision_compiler.model.plan import Plan
from vision_compiler.resolve.items import Items
from vision_compiler.resolve.references import references


def resolve(files: Mapping[str, Node], icons: tuple[Icon, ...] = ()) -> tuple[Plan | None, list[Diagnostic]]:
    """The resolved plan, or None and every reference that does not hold."""
    found = Items.of(files)
    diagnostics = list(references(found, files))
    if diagnostics:
        return None, diagnostics
    strategies = tuple(found.strategies[id] for id in found.settings.strategies)
    plan = Plan(
        settings=found.settings,
        vision=found.vision,
        strategies=strategies,
        fields=tuple(found.fields[id] for id in found.settings.fields),
        framework=found.framework,
        stances=found.stances,
        pamphlet=found.pamphlet,
        dictionary=found.dictionary,
        cross=found.cross,
        chapters=found.chapters,
        terms=found.terms,
        facts=found.facts,
        originals=found.originals,
        files=files,
        icons=icons,
    )
    return plan, []
