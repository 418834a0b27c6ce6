"""The plan in StratML Part 1 (ISO 17469-1, Strategic Plans): vision, values, goals and objectives.

Part 1 has no place for values of indicators (they are of Part 2), none for the language, and none for a month without
its day. So the tables of indicators stand among the other information as they are printed, and what has no place is
left to the other files. Nothing is made up to fill an element: the plan has no Mission, no Submitter and no Source.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, indent, tostring

from vision_compiler.document.covers import draft_stage
from vision_compiler.document.inline import Notes
from vision_compiler.document.numbers import circled, fiscal_years, fullwidth
from vision_compiler.document.strategies import goals, strategy_label
from vision_compiler.document.tables import indicator_cells, indicator_headings, indicator_name
from vision_compiler.model.field import PolicyField
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Indicator, Measure, Strategy
from vision_compiler.opendata.days import first_day, is_day, last_day
from vision_compiler.opendata.texts import prose, words

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
#: What identifiers are derived in; another one would give every item another identifier.
_IDENTIFIERS = UUID("05a3fcb5-11cd-4185-88e1-57f19ed8029c")
_PARAGRAPH = "\n"


def strategic_plan(plan: Plan) -> bytes:
    """The plan as an XML file."""
    return _Writer(plan).written()


class _Writer:
    """Writes the elements in the order that the schema wants."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.labels = plan, plan.settings.labels

    def written(self) -> bytes:
        settings = self.plan.settings
        root = Element(_tag("StrategicPlan"))
        _add(root, "Name", f"{settings.title}{settings.nickname or ''}")
        _add(root, "Description", fiscal_years(settings.period.start, settings.period.end))
        _add(root, "OtherInformation", draft_stage(self.plan))
        self._core(_add(root, "StrategicPlanCore"))
        self._administrative(_add(root, "AdministrativeInformation"))
        indent(root)
        text: bytes = tostring(root, encoding="utf-8", xml_declaration=True, default_namespace=NAMESPACE)
        return text + b"\n"

    def _core(self, core: Element) -> None:
        municipality = self.plan.settings.municipality
        organization = _add(core, "Organization")
        _add(organization, "Name", municipality.name)
        self._identify(organization, f"municipality.{municipality.code}")
        vision = _add(core, "Vision")
        _add(vision, "Description", self.plan.vision.goal)
        self._identify(vision, "vision")
        for name, description in self._values():
            value = _add(core, "Value")
            _add(value, "Name", name)
            _add(value, "Description", description)
        for number, strategy in enumerate(self.plan.strategies, 1):
            self._strategy(core, strategy, number)
        for number, field in enumerate(self.plan.fields, 1):
            self._field(core, field, number)

    def _values(self) -> Iterator[tuple[str, str]]:
        """The principles: まちづくりの指針, then 基本姿勢."""
        vision, stances = self.plan.vision, self.plan.stances
        for number, guideline in enumerate(vision.guidelines, 1):
            yield f"{vision.guideline_label}{fullwidth(number)}", guideline.text
        for stance in stances.stances if stances else ():
            yield stance.title, self._prose(stance.text or stance.summary or "")

    def _strategy(self, core: Element, strategy: Strategy, number: int) -> None:
        labels = self.labels
        other = [
            *self._headed(labels.effect, [self._prose(strategy.effect)] if strategy.effect else []),
            *self._headed(labels.strategy_dxgx, (words(self.plan, text) for text in strategy.dxgx)),
            *self._indicators(labels.target_indicators, strategy.target_indicators),
        ]
        label = strategy_label(self.plan, number)
        goal = self._part(core, "Goal", strategy.id, label, strategy.title, self._prose(strategy.direction), other)
        for n, measure in enumerate(strategy.measures, 1):
            self._measure(goal, measure, f"（{fullwidth(n)}）")

    def _measure(self, goal: Element, measure: Measure, label: str) -> None:
        initiatives = (words(self.plan, initiative.text) for initiative in measure.initiatives)
        other = [
            *self._headed(self.labels.initiatives, initiatives),
            *self._indicators(self.labels.kpis, measure.kpis),
            *self._headed(self.labels.sdgs, [] if measure.sdgs is None else [goals(measure, self.labels)]),
        ]
        self._part(goal, "Objective", measure.id, label, measure.title, self._prose(measure.direction), other)

    def _field(self, core: Element, field: PolicyField, number: int) -> None:
        """A field has no text of its own, but the schema asks for one."""
        goal = self._part(core, "Goal", field.id, f"{self.labels.field}{fullwidth(number)}", field.title, "", [])
        for n, policy in enumerate(field.policies, 1):
            other = self._headed(self.labels.policy_dxgx, [policy.dxgx] if policy.dxgx else [])
            self._part(goal, "Objective", policy.id, f"{number}-{circled(n)}", policy.title, "", list(other))

    def _part(  # noqa: PLR0913, PLR0917 - a parameter an element
        self, above: Element, tag: str, id: str, label: str, name: str, description: str, other: list[str]
    ) -> Element:
        part = _add(above, tag)
        _add(part, "Name", name)
        _add(part, "Description", description, is_wanted=tag == "Goal")
        self._identify(part, id)
        _add(part, "SequenceIndicator", label)
        _add(part, "OtherInformation", _PARAGRAPH.join(other))
        return part

    def _indicators(self, heading: str, indicators: tuple[Indicator, ...]) -> Iterator[str]:
        """A table of indicators, a line each."""
        return self._headed(heading, (self._indicator(indicator) for indicator in indicators))

    def _indicator(self, indicator: Indicator) -> str:
        runs = indicator_name(self.plan, indicator, Notes("", "", {}))
        name = "".join(run for run in runs if isinstance(run, str))
        heads = ["".join(head) for head in indicator_headings(self.plan)[1:]]
        cells = ("・".join(part + text for part, text in cell.lines) for cell in indicator_cells(self.plan, indicator))
        return "、".join([name, *(f"{head} {cell}" for head, cell in zip(heads, cells, strict=True))])

    def _headed(self, heading: str, lines: Iterable[str]) -> Iterator[str]:
        """Lines under their heading; without lines, no heading."""
        for number, line in enumerate(lines):
            if number == 0:
                yield heading
            yield line

    def _administrative(self, information: Element) -> None:
        settings = self.plan.settings
        _add(information, "StartDate", first_day(settings.period.start))
        _add(information, "EndDate", last_day(settings.period.end))
        _add(information, "PublicationDate", settings.date if is_day(settings.date) else "")

    def _identify(self, part: Element, id: str) -> None:
        """The same item of the same plan has the same identifier for ever; that of the draft has another one."""
        settings = self.plan.settings
        period = f"{settings.period.start}-{settings.period.end}"
        name = "/".join((settings.municipality.code, period, settings.stage, id))
        _add(part, "Identifier", f"_{uuid5(_IDENTIFIERS, name)}")

    def _prose(self, text: str) -> str:
        return prose(self.plan, text, _PARAGRAPH) if text else ""


def _add(above: Element, name: str, text: str | None = None, *, is_wanted: bool = False) -> Element:
    """An element below another one; a text that is empty is left out, unless the schema wants its element."""
    element = Element(_tag(name))
    if text != "" or is_wanted:
        element.text = text
        above.append(element)
    return element


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
