"""What ``vision build data`` does: check the plan, make the open data, write all files or none."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vision_compiler.building import Verified
from vision_compiler.manifest import Build, Origin, entry_of
from vision_compiler.origins import Circumstances
from vision_compiler.outputs import Outputs
from vision_compiler.project import output_folder
from vision_compiler.verifying import checks

if TYPE_CHECKING:
    from vision_compiler.model.plan import Plan
    from vision_compiler.opendata.files import DataFile
    from vision_compiler.pipeline import Analysis

_FOLDER = "data"
Progress = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class MadeData:
    """The files with what they hold, and how many notices the check has. Or why there are none."""

    files: tuple[tuple[Path, str, str], ...] = ()
    notices: str = ""
    failed: "Analysis | None" = None


def build_data(folder: Path, progress: Progress, *, has_bom: bool) -> MadeData:
    """The open data in build/data/; what others have put there stays."""
    from vision_compiler.report.text import summary  # noqa: PLC0415 - loaded when there is work

    now, outputs = Circumstances(folder), Outputs(output_folder(folder))
    analysis = _analysed(now, progress)
    if (plan := analysis.plan) is None:
        return MadeData(failed=analysis)
    notices = summary(analysis.diagnostics) if analysis.diagnostics else ""
    files = _files(plan, progress, has_bom=has_bom)
    entries = {name: entry_of(file.content, file.title, 0) for name, file in files.items()}
    contents = {name: file.content for name, file in files.items()}
    build = Build(_origin(now, plan, has_bom=has_bom), (), notices, entries)
    outputs.put(contents, build, outputs.known(_FOLDER) - files.keys())
    return MadeData(tuple((outputs.folder / name, file.title, file.form) for name, file in files.items()), notices)


def verify_data(folder: Path, progress: Progress, *, has_bom: bool) -> Verified:
    """Whether the files in build/data/ are what comes out if they are made from nothing. Writes nothing."""
    now, outputs = Circumstances(folder), Outputs(output_folder(folder))
    analysis = _analysed(now, progress)
    if (plan := analysis.plan) is None:
        return Verified(outputs.folder, failed=analysis)
    files = _files(plan, progress, has_bom=has_bom)
    made = {name: file.content for name, file in files.items()}
    origin = _origin(now, plan, has_bom=has_bom)
    return Verified(outputs.folder, checks(outputs, made, sorted(outputs.known(_FOLDER)), origin))


def _analysed(now: Circumstances, progress: Progress) -> "Analysis":
    from vision_compiler.pipeline import analyse  # noqa: PLC0415 - loaded when there is work

    with progress("計画を検査しています"):
        return analyse(now.sources)


def _files(plan: "Plan", progress: Progress, *, has_bom: bool) -> "dict[str, DataFile]":
    """The files by their names in build/."""
    from vision_compiler.opendata.files import published  # noqa: PLC0415 - loaded when there is work

    with progress("オープンデータを作っています"):
        return {f"{_FOLDER}/{file.name}": file for file in published(plan, has_bom=has_bom)}


def _origin(now: Circumstances, plan: "Plan", *, has_bom: bool) -> Origin:
    origin = now.origin(plan.settings.date, sets_type=False)
    return origin if has_bom else replace(origin, options={**origin.options, "no_bom": True})
