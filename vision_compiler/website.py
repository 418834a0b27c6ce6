"""What ``vision build html`` does: check the plan, make the site, write all or nothing, clear away what is old."""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from vision_compiler.building import Made, Verified, current_pdfs
from vision_compiler.manifest import Build, Entry, entry_of
from vision_compiler.origins import Circumstances
from vision_compiler.outputs import Outputs
from vision_compiler.project import Shelf, output_folder, read_file, template_folder
from vision_compiler.verifying import checks

if TYPE_CHECKING:
    from vision_compiler.model.plan import Plan
    from vision_compiler.pipeline import Analysis
    from vision_compiler.typeset.printing import PrintRun

_FOLDER = "html"
_ENGRAVER = "vl-convert-python"
Progress = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class MadeSite:
    """The outcome, and the titles of the documents whose PDFs are not in it, because they are older than the plan."""

    made: Made
    without: tuple[str, ...] = ()


def build_site(folder: Path, progress: Progress, proof: "PrintRun | None" = None) -> MadeSite:
    """The web edition in build/html/, or a proof of it apart; what others have put there stays."""
    now, outputs = Circumstances(folder, proof), _outputs(folder, proof)
    pdfs = _offered(folder, proof)
    if standing := _standing(now, outputs, pdfs, proof):
        return standing
    from vision_compiler.report.text import summary  # noqa: PLC0415 - loaded when there is work

    analysis = _analysed(now, progress)
    if (plan := analysis.plan) is None:
        return MadeSite(Made(failed=analysis))
    title = f"{plan.settings.title} ウェブ版"
    notices = summary(analysis.diagnostics) if analysis.diagnostics else ""
    with progress("ウェブのページを作っています"):
        files = _site(plan, pdfs, Shelf(output_folder(folder) / ".cache" / _FOLDER), proof.proof if proof else "")
        entries = {name: entry_of(content, title, int(name.endswith(".html"))) for name, content in files.items()}
        origin = now.origin(plan.settings.date, sets_type=False)
        outputs.put(files, Build(origin, (), notices, entries), outputs.known(_FOLDER) - files.keys())
    names = {path.name for path in pdfs}
    missing = tuple(document.title for document in plan.settings.documents if f"{document.id}.pdf" not in names)
    return MadeSite(_told(outputs, entries, notices, proof), () if proof else missing)


def verify_site(folder: Path, progress: Progress, proof: "PrintRun | None" = None) -> Verified:
    """Whether the files in build/html/ are what comes out if they are made from nothing. Writes nothing."""
    now, outputs = Circumstances(folder, proof), _outputs(folder, proof)
    analysis = _analysed(now, progress)
    if analysis.plan is None:
        return Verified(outputs.folder, failed=analysis)
    with progress("ウェブのページを作っています"):
        made = _site(analysis.plan, _offered(folder, proof), None, proof.proof if proof else "")
    origin = now.origin(analysis.plan.settings.date, sets_type=False)
    return Verified(outputs.folder, checks(outputs, made, sorted(outputs.known(_FOLDER)), origin))


def _told(outputs: Outputs, entries: Mapping[str, Entry], notices: str, proof: "PrintRun | None") -> Made:
    pages = sum(entry.pages for entry in entries.values())
    home = f"{_FOLDER}/index.html"
    return Made(((outputs.folder / home, entries[home].title, pages),), notices, remark=proof.remark if proof else "")


def _standing(
    now: Circumstances, outputs: Outputs, pdfs: Mapping[Path, str], proof: "PrintRun | None"
) -> MadeSite | None:
    """The site that was built last, if it would come out the same and every document is in it."""
    build = outputs.manifest.build_of(f"{_FOLDER}/index.html")
    if build is None or not now.hold(build.origin, sets_type=False) or build.origin.tools.get(_ENGRAVER) != _engraver():
        return None
    entries = {name: entry for name, entry in build.outputs.items() if name.startswith(f"{_FOLDER}/")}
    builds = outputs.manifest.builds
    documents = {name for each in builds if each.origin.inputs == now.inputs for name in each.documents}
    is_whole = bool(proof) or (documents == {path.name for path in pdfs} and _offers(entries, outputs, documents))
    if not is_whole or not all(outputs.stands(*each) for each in entries.items()):
        return None
    return MadeSite(_told(outputs, entries, build.notices, proof))


def _offers(entries: Mapping[str, Entry], outputs: Outputs, documents: Collection[str]) -> bool:
    """Whether these PDFs, as they are now, and no others are in the site."""
    offered = {name.rpartition("/")[2]: entry for name, entry in entries.items() if name.endswith(".pdf")}
    return bool(documents) and offered.keys() == set(documents) and all(map(outputs.stands, offered, offered.values()))


def _outputs(folder: Path, proof: "PrintRun | None") -> Outputs:
    return Outputs(output_folder(folder) / (proof.folder if proof else ""))


def _offered(folder: Path, proof: "PrintRun | None") -> dict[Path, str]:
    """The PDFs that the site offers; a proof is for those who have them."""
    return {} if proof else current_pdfs(folder)


def _analysed(now: Circumstances, progress: Progress) -> "Analysis":
    from vision_compiler.pipeline import analyse  # noqa: PLC0415 - loaded when there is work

    with progress("計画を検査しています"):
        return analyse(now.sources)


def _site(plan: "Plan", pdfs: Mapping[Path, str], shelf: Shelf | None, proof: str = "") -> dict[str, bytes]:
    """Every file of the site by its name in build/."""
    from jinja2 import FileSystemLoader  # noqa: PLC0415

    from vision_compiler.render.bytecode import KeptTemplates  # noqa: PLC0415
    from vision_compiler.typeset.plates import Plates  # noqa: PLC0415
    from vision_compiler.web.site import site  # noqa: PLC0415

    engraver = _engraver()
    plates, compiled = Plates(shelf, engraver), KeptTemplates(shelf, engraver)
    offered = {path.name: (title, read_file(path)) for path, title in pdfs.items()}
    files = site(plan, FileSystemLoader(template_folder()), plates, offered, compiled, proof)
    plates.keep()
    compiled.keep()
    return {f"{_FOLDER}/{name}": content for name, content in files.items()}


def _engraver() -> str:
    """Who draws the charts: what another version drew is drawn again."""
    try:
        return version(_ENGRAVER)
    except PackageNotFoundError:
        return ""
