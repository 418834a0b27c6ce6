"""What ``vision build data`` does: check the plan, make the open data, write all files or none."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vision_compiler.manifest import Build, entry_of
from vision_compiler.origins import Circumstances
from vision_compiler.outputs import Outputs
from vision_compiler.project import output_folder

if TYPE_CHECKING:
    from vision_compiler.pipeline import Analysis

_FOLDER = "data"


@dataclass(frozen=True, slots=True)
class MadeData:
    """The files with what they hold, and how many notices the check has. Or why there are none."""

    files: tuple[tuple[Path, str, str], ...] = ()
    notices: str = ""
    failed: "Analysis | None" = None


def build_data(folder: Path, progress: Callable[[str], AbstractContextManager[None]], *, has_bom: bool) -> MadeData:
    """The open data in build/data/; what others have put there stays."""
    from vision_compiler.opendata.files import published  # noqa: PLC0415 - loaded when there is work
    from vision_compiler.pipeline import analyse  # noqa: PLC0415
    from vision_compiler.report.text import summary  # noqa: PLC0415

    now, outputs = Circumstances(folder), Outputs(output_folder(folder))
    with progress("計画を検査しています"):
        analysis = analyse(now.sources)
    if (plan := analysis.plan) is None:
        return MadeData(failed=analysis)
    notices = summary(analysis.diagnostics) if analysis.diagnostics else ""
    with progress("オープンデータを作っています"):
        files = {f"{_FOLDER}/{file.name}": file for file in published(plan, has_bom=has_bom)}
        origin = now.origin(plan.settings.date, sets_type=False)
        if not has_bom:
            origin = replace(origin, options={**origin.options, "no_bom": True})
        entries = {name: entry_of(file.content, file.title, 0) for name, file in files.items()}
        contents = {name: file.content for name, file in files.items()}
        outputs.put(contents, Build(origin, (), notices, entries), _of_data(outputs) - files.keys())
    return MadeData(tuple((outputs.folder / name, file.title, file.form) for name, file in files.items()), notices)


def _of_data(outputs: Outputs) -> set[str]:
    """All files of the open data that were made last."""
    return {name for build in outputs.manifest.builds for name in build.outputs if name.startswith(f"{_FOLDER}/")}
