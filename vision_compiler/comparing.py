"""What ``vision diff`` does: read two plans, compare them, write the table in the format that was asked for."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from vision_compiler.comparison.changes import Comparison, compare
from vision_compiler.comparison.formats import Format
from vision_compiler.comparison.printed import Printed, assembled, laid_out
from vision_compiler.comparison.reasons import read_reasons
from vision_compiler.comparison.reissues import changed_facts, reissues, told
from vision_compiler.comparison.sheet import ComparisonTable, Request
from vision_compiler.comparison.table import table
from vision_compiler.diagnostics import ProjectError, Severity
from vision_compiler.model.plan import Plan
from vision_compiler.origins import given_date
from vision_compiler.pipeline import Analysis, Workshop, analyse, publish, publish_table
from vision_compiler.project import given_plan, read_file, read_plan, shelf, template_folder
from vision_compiler.revisions import read_revision

Progress = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a user asked for: two plans (folders or revisions; without the second, the plan itself), and how."""

    old: str
    new: str | None = None
    format: Format = Format.TEXT
    has_pages: bool = False
    is_errata: bool = False
    only_documents: bool = False
    reason: str = ""
    reasons: Path | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """The table as text or as the bytes of a file; or why there is none (message and remedy of each plan)."""

    content: str | bytes = ""
    summary: str = ""
    failures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Side:
    """One of the plans: what a user called it, its texts, and its folder if it lies in one."""

    name: str
    texts: Mapping[str, bytes]
    folder: Path | None

    @cached_property
    def analysis(self) -> Analysis:
        return analyse(self.texts)

    def failure(self, which: str) -> tuple[str, str]:
        """Why this plan cannot be compared, and what to do."""
        errors = [found for found in self.analysis.diagnostics if found.severity is Severity.ERROR]
        first = errors[0]
        file = f"{self.name}/{first.span.file}" if self.folder else first.span.file
        place = f"{file}:{first.span.start.line}:{first.span.start.column}"
        message = (
            f"{which}計画「{self.name}」に誤りが{len(errors)}件あり、比べられません。"
            f"初めの誤りは {place} の「{first.message}」[{first.code}] です"
        )
        if self.folder:
            return message, f"「vision check --plan {self.name}」で全ての誤りを見て、直してください。"
        return message, (
            "この版が正しくても、作られた後に vision の規則が変わったのかもしれません。版を別のフォルダーに取り出し"
            f"（git worktree add ../取り出し先 {self.name.partition(':')[0]}）、今の規則に合わせて直してから、"
            "そのフォルダーと比べてください。"
        )


def make_table(folder: Path, asked: Asked, progress: Progress) -> Made:
    """The table of two plans; ``folder`` is where the plan of today lies."""
    old, new = _side(asked.old, folder), _side(asked.new, folder) if asked.new else _folder_side(folder)
    with progress("二つの計画を調べています"):
        sound = [(side, side.analysis.plan) for side in (old, new)]
    failed = [side for side, plan in sound if plan is None]
    if failed:
        return Made(failures=tuple(side.failure("古い方の" if side is old else "新しい方の") for side in failed))
    (_, before), (_, after) = sound
    assert before is not None and after is not None
    return _made(asked, (old, before), (new, after), progress)


def _made(asked: Asked, old: tuple[_Side, Plan], new: tuple[_Side, Plan], progress: Progress) -> Made:
    if asked.has_pages or asked.only_documents:
        with progress("全ての文書を組んで、ページを調べています"):
            printed = [_laid_out(side, plan) for side, plan in (old, new)]
    else:
        printed = [assembled(plan) for _, plan in (old, new)]
    if asked.only_documents:
        return Made(told(reissues(printed[0], printed[1], changed_facts(old[1], new[1]))))
    with progress("二つの計画を比べています"):
        comparison = compare(old[1], new[1])
        reasons = _reasons(asked, comparison)
        request = Request(old[0].name, new[0].name, reasons, printed[0], printed[1], asked.is_errata)
        made = table(comparison, request)
        made = replace(made, date=given_date() or made.date)
    with progress("表を作っています"):
        return Made(_formatted(asked.format, comparison, made), made.totals)


def _formatted(format: Format, comparison: Comparison, made: ComparisonTable) -> str | bytes:
    """The table in a format; only its own libraries are loaded."""
    match format:
        case Format.JSON:
            from vision_compiler.comparison.json_format import json_format  # noqa: PLC0415

            return json_format(comparison, made)
        case Format.MARKDOWN:
            from vision_compiler.comparison.markdown import COMMENT, markdown  # noqa: PLC0415

            return markdown(made, COMMENT)
        case Format.HTML:
            from jinja2 import FileSystemLoader  # noqa: PLC0415

            from vision_compiler.comparison.html import html  # noqa: PLC0415

            return html(made, FileSystemLoader(template_folder())).encode()
        case Format.XLSX:
            from vision_compiler.comparison.xlsx import xlsx  # noqa: PLC0415

            return xlsx(made)
        case Format.PDF:
            return publish_table(made, Workshop(template_folder())).content
        case Format.TEXT:
            from vision_compiler.comparison.text import text  # noqa: PLC0415

            return text(made)


def _side(name: str, folder: Path) -> _Side:
    """A plan by the name that a user typed: a folder if there is one, or else a revision."""
    there = Path(name)
    if (there / "plan.yaml").is_file():
        return _folder_side(given_plan(there), name)
    try:
        return _Side(name, read_revision(name, folder), None)
    except ProjectError:
        if there.exists():
            return _folder_side(given_plan(there), name)
        raise


def _folder_side(folder: Path, name: str = "") -> _Side:
    return _Side(name or folder.name, read_plan(folder), folder)


def _laid_out(side: _Side, plan: Plan) -> tuple[Printed, ...]:
    from vision_compiler.typeset.maker import maker  # noqa: PLC0415 - most tables need no pages

    workshop = Workshop(template_folder(), {}, shelf(side.folder) if side.folder else None, maker())
    documents = (document.id for document in plan.settings.documents)
    return tuple(laid_out(id, publish(plan, id, workshop).printed) for id in documents)


def _reasons(asked: Asked, comparison: Comparison) -> Mapping[str, str]:
    if asked.reasons is None:
        return {"": asked.reason} if asked.reason else {}
    ids = {item.id for change in comparison.items for item in (change.old, change.new) if item and item.id}
    given = read_reasons(str(asked.reasons), read_file(asked.reasons), ids)
    return {"": asked.reason, **given} if asked.reason else given
