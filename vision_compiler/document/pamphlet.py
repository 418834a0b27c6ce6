"""The overview pamphlet (概要版): everything in short, on designed sheets."""

from vision_compiler.document.covers import draft_stage, imprint
from vision_compiler.document.diagrams import layers, population_chart, vision_diagram
from vision_compiler.document.inline import Writer
from vision_compiler.document.nodes import Imprint, Inline
from vision_compiler.document.numbers import accent, circled, fiscal_years, fullwidth, year_and_month
from vision_compiler.document.panels import (
    FieldPanel,
    Head,
    MeasureLine,
    PamphletDocument,
    PolicyLine,
    StancePanel,
    StrategyPanel,
)
from vision_compiler.model import pamphlet as kinds
from vision_compiler.model.field import PolicyField
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Measure, Strategy


def assemble_pamphlet(plan: Plan) -> PamphletDocument:
    """The whole pamphlet; the rules have seen that its texts are there and fit."""
    settings, words, stances, framework = plan.settings, plan.pamphlet, plan.stances, plan.framework
    document = plan.document("pamphlet")
    assert document and words and stances and framework, "a rule asks for what the pamphlet needs"
    viewpoints, chart, writer = framework.viewpoints, words.population.chart, Writer(plan, None)
    return PamphletDocument(
        id=document.id,
        title=document.title,
        author=settings.municipality.name,
        date=settings.date,
        plan_title=settings.title,
        nickname=settings.nickname or "",
        edition=words.edition,
        period=fiscal_years(settings.period.start, settings.period.end),
        years=tuple(range(settings.period.start, settings.period.end + 1)),
        plan=_head(writer, words.plan),
        plan_points=_lines(writer, words.plan.points),
        layers_title=framework.layers_title,
        layers=layers(plan),
        viewpoints_title=viewpoints.title if viewpoints else "",
        viewpoints=_lines(writer, viewpoints.points) if viewpoints else (),
        population=_head(writer, words.population),
        population_text=writer.paragraphs(words.population.text),
        chart=population_chart(plan, chart, words.population.title, size=(496, 330)) if chart else None,
        chart_remark=chart.remark if chart else "",
        vision=_head(writer, words.vision),
        vision_text=writer.paragraphs(_with_asterisk(words.vision)),
        vision_note=words.vision.note or "",
        diagram=vision_diagram(plan),
        strategies=_head(writer, words.strategies),
        strategies_initiatives_title=settings.labels.initiatives,
        strategy_panels=tuple(_strategy(plan, strategy, n) for n, strategy in enumerate(plan.strategies, 1)),
        policies=_head(writer, words.policies),
        dxgx_title=words.policies.dxgx_title or "",
        fields=tuple(_field(field, n) for n, field in enumerate(plan.fields, 1)),
        stances=Head(stances.title, writer.line(stances.lead or "")),
        stances_text=writer.paragraphs(stances.text or ""),
        stance_panels=tuple(
            StancePanel(f"（{fullwidth(n)}）", stance.title, writer.paragraphs(stance.summary or ""))
            for n, stance in enumerate(stances.stances, 1)
        ),
        foundation=stances.foundation or "",
        result=stances.result or "",
        dxgx=_head(writer, words.dxgx) if words.dxgx else None,
        dxgx_text=writer.paragraphs(words.dxgx.text) if words.dxgx else (),
        imprint=_imprint(plan, document.title),
        watermark=draft_stage(plan),
    )


def _imprint(plan: Plan, title: str) -> Imprint:
    return imprint(plan, title, year_and_month(plan.settings.date))


def _head(writer: Writer, panel: kinds.Panel) -> Head:
    return Head(panel.title, writer.line(panel.lead))


def _lines(writer: Writer, texts: tuple[str, ...]) -> tuple[Inline, ...]:
    return tuple(writer.line(text) for text in texts)


def _with_asterisk(panel: kinds.VisionPanel) -> str:
    """The text with ＊ after the words that its note explains."""
    if not panel.note or not panel.note_after:
        return panel.text
    return panel.text.replace(panel.note_after, f"{panel.note_after}＊", 1)


def _strategy(plan: Plan, strategy: Strategy, number: int) -> StrategyPanel:
    return StrategyPanel(
        label=f"{plan.settings.labels.strategy}{fullwidth(number)}",
        title=strategy.title,
        accent=accent(number),
        direction=Writer(plan, None).paragraphs(strategy.direction),
        measures=tuple(
            MeasureLine(f"{number}-（{fullwidth(n)}）", measure.title, _highlight(plan, measure))
            for n, measure in enumerate(strategy.measures, 1)
        ),
    )


def _highlight(plan: Plan, measure: Measure) -> str:
    chosen = next((entry for entry in measure.initiatives if entry.id == measure.highlight), None)
    if chosen is None:
        return ""
    return chosen.summary or "".join(str(run) for run in Writer(plan, None).line(chosen.text))


def _field(field: PolicyField, number: int) -> FieldPanel:
    return FieldPanel(
        label=fullwidth(number),
        title=field.title,
        policies=tuple(
            PolicyLine(f"{number}-{circled(n)}", policy.title, policy.dxgx or "")
            for n, policy in enumerate(field.policies, 1)
        ),
    )
