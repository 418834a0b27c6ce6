"""What ``vision build html`` does: check the plan, make the site, write all or nothing, clear away what is old."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from vision_compiler.building import Made, current_pdfs
from vision_compiler.diagnostics import ProjectError
from vision_compiler.project import Shelf, output_folder, read_file, read_plan, template_folder, write_whole

if TYPE_CHECKING:
    from vision_compiler.model.plan import Plan

_FOLDER = "html"
#: The names of all files of the site, one a line, so that the next build knows what is no longer part of it.
_MANIFEST = ".files"


@dataclass(frozen=True, slots=True)
class MadeSite:
    """The outcome, and the titles of the documents whose PDFs are not in it, because they are older than the plan."""

    made: Made
    without: tuple[str, ...] = ()


def build_site(folder: Path, progress: Callable[[str], AbstractContextManager[None]]) -> MadeSite:
    """The web edition in build/html/."""
    from vision_compiler.pipeline import analyse  # noqa: PLC0415 - loaded when there is work
    from vision_compiler.report.text import summary  # noqa: PLC0415

    with progress("計画を検査しています"):
        analysis = analyse(read_plan(folder))
    if analysis.plan is None:
        return MadeSite(Made(failed=analysis))
    pdfs = current_pdfs(folder)
    target = output_folder(folder) / _FOLDER
    with progress("ウェブのページを作っています"):
        files = _site(analysis.plan, folder, {path.name: (title, read_file(path)) for path, title in pdfs.items()})
        _replace(target, files)
    pages = sum(name.endswith(".html") for name in files)
    notices = summary(analysis.diagnostics) if analysis.diagnostics else ""
    names = {path.name for path in pdfs}
    documents = analysis.plan.settings.documents
    without = tuple(document.title for document in documents if f"{document.id}.pdf" not in names)
    title = f"{analysis.plan.settings.title} ウェブ版"
    return MadeSite(Made(((target / "index.html", title, pages),), notices), without)


def _site(plan: "Plan", folder: Path, offered: dict[str, tuple[str, bytes]]) -> dict[str, bytes]:
    from jinja2 import FileSystemLoader  # noqa: PLC0415

    from vision_compiler.render.bytecode import KeptTemplates  # noqa: PLC0415
    from vision_compiler.typeset.plates import Plates  # noqa: PLC0415
    from vision_compiler.web.site import site  # noqa: PLC0415

    shelf, engraver = Shelf(output_folder(folder) / ".cache" / _FOLDER), _engraver()
    plates, compiled = Plates(shelf, engraver), KeptTemplates(shelf, engraver)
    files = site(plan, FileSystemLoader(template_folder()), plates, offered, compiled)
    plates.keep()
    compiled.keep()
    return files


def _engraver() -> str:
    """Who draws the charts: what another version drew is drawn again."""
    try:
        return version("vl-convert-python")
    except PackageNotFoundError:
        return ""


def _replace(target: Path, files: dict[str, bytes]) -> None:
    """The files in place of those of the last build; what others have put into the folder stays."""
    before = _listed(target)
    listed = "".join(f"{name}\n" for name in sorted(files))
    written = {target / name: files[name] for name in sorted(files)}
    write_whole({**written, target / _MANIFEST: listed.encode()}, is_lasting=False)
    _clear(target, before - set(files))


def _listed(target: Path) -> set[str]:
    try:
        return set((target / _MANIFEST).read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError):
        return set()


def _clear(target: Path, names: Iterable[str]) -> None:
    """Remove files of the site, and folders that have become empty; a name that leads out of the site is none of it."""
    for name in sorted(names):
        path = target / name
        if not path.resolve().is_relative_to(target.resolve()) or not path.is_file():
            continue
        try:
            path.unlink()
        except OSError as error:
            raise ProjectError(f"古い「{path}」を消せません", "権限を確かめるか、ご自分で消してください。") from error
        with suppress(OSError):  # others have files there
            path.parent.rmdir()
