"""Where things are on disk: the plan's files, the templates, build/."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePath

from vision_compiler.diagnostics import ProjectError
from vision_compiler.writing import reason_of, write_for_later

#: Below plan/, complete plans of their own.
EDITIONS = "editions"
#: Files that editors and systems leave behind, and notes for people.
_NOT_PLAN = (".md", "~", ".swp", ".orig", ".bak", "Thumbs.db", "desktop.ini")


def find_plan(start: Path) -> Path:
    """The nearest plan from ``start`` upwards: a folder plan/ with a plan.yaml, or an edition of one."""
    for folder in (start, *start.parents):
        if (folder.name == "plan" or _is_edition(folder)) and (folder / "plan.yaml").is_file():
            return folder
        if (folder / "plan" / "plan.yaml").is_file():
            return folder / "plan"
        _refuse_unfinished_edition(folder)
    raise ProjectError(
        "計画のフォルダー（plan/plan.yaml）が見つかりません",
        "計画のあるフォルダーに移るか、--plan で plan フォルダーを指定してください。",
    )


def _refuse_unfinished_edition(folder: Path) -> None:
    """In an edition without a plan.yaml nobody means the plan above it."""
    if _is_edition(folder) and (folder.parents[1] / "plan.yaml").is_file():
        raise ProjectError(
            f"版のフォルダー「{folder.name}」に plan.yaml がありません",
            "版にも plan.yaml が要ります。計画の plan.yaml を写して、版に合わせて直してください。",
        )


def given_plan(folder: Path) -> Path:
    """The folder that a user named."""
    if folder.is_file():
        raise ProjectError(f"「{folder}」はファイルです", "--plan には、plan.yaml のあるフォルダーを指定してください。")
    if not folder.is_dir():
        raise ProjectError(
            f"フォルダー「{folder}」がありません", "--plan に、plan.yaml のあるフォルダーを指定してください。"
        )
    if not (folder / "plan.yaml").is_file():
        _refuse_folder_above(folder)
    return Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow a link to another project


def _refuse_folder_above(folder: Path) -> None:
    """A folder without a plan.yaml, but with folders that have one: the project, or the folder of all editions."""
    of_editions = folder.resolve().name == EDITIONS
    plans = sorted(
        path for path in folder.iterdir() if (path.is_dir() if of_editions else (path / "plan.yaml").is_file())
    )
    if plans:
        what = "版のフォルダー" if of_editions else "plan.yaml のあるフォルダー"
        names = "、".join(str(plan) for plan in plans[:8])
        raise ProjectError(
            f"「{folder}」に plan.yaml がありません", f"--plan には、{what}（{names}）を指定してください。"
        )


def read_plan(folder: Path) -> dict[str, bytes]:
    """Every file of the plan by its name relative to the folder, without editions and hidden files."""
    return {path.relative_to(folder).as_posix(): read_file(path) for path in sorted(_plan_files(folder))}


def _plan_files(folder: Path) -> Iterator[Path]:
    for path in _entries(folder):
        if path.is_symlink() or not path.is_file():
            raise ProjectError(
                f"「{path}」は普通のファイルではありません",
                "リンクの代わりに、ファイルそのものを置いてください。",
            )
        yield path


def _entries(folder: Path) -> Iterator[Path]:
    """What belongs to the plan below its folder, but for folders. What can't be listed is not left out silently."""
    for where, folders, files in os.walk(folder, onerror=_refuse_unreadable):
        folders[:] = [name for name in folders if is_of_plan(Path(where, name).relative_to(folder))]
        links = [name for name in folders if Path(where, name).is_symlink()]
        paths = (Path(where, name) for name in (*links, *files))
        yield from (path for path in paths if is_of_plan(path.relative_to(folder)))


def _refuse_unreadable(error: OSError) -> None:
    raise ProjectError(
        f"フォルダー「{error.filename}」を読めません（{reason_of(error)}）", "フォルダーの権限を確かめてください。"
    ) from error


def is_of_plan(name: PurePath) -> bool:
    """Whether a file below a plan's folder belongs to the plan: no hidden file, no edition, nothing left behind."""
    is_hidden = any(part.startswith((".", "~$")) for part in name.parts)
    return not is_hidden and name.parts[0] != EDITIONS and not name.name.endswith(_NOT_PLAN)


def read_file(path: Path) -> bytes:
    """What a file holds."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ProjectError(
            f"「{path}」を読めません（{reason_of(error)}）", "ファイルの名前、場所、権限を確かめてください。"
        ) from error


def template_folder() -> Path:
    """The templates: beside the package in a checkout, inside it when installed."""
    package = Path(__file__).parent
    installed = package / "templates"
    folder = installed if installed.is_dir() else package.parent / "templates"
    if link := next((path for path in folder.rglob("*") if path.is_symlink()), None):  # Jinja would follow it
        raise ProjectError(
            f"ひな形「{link.relative_to(folder)}」はリンクです",
            "templates には、ファイルそのものだけを置いてください。",
        )
    return folder


def output_folder(plan: Path) -> Path:
    """build/ beside the plan's folder; an edition has a folder of its own in it."""
    return project_folder(plan) / "build" / (plan.name if _is_edition(plan) else "")


def project_folder(plan: Path) -> Path:
    """The folder that holds plan/, schemas/ and build/."""
    return plan.parents[2] if _is_edition(plan) else plan.parent


def repository_folder(plan: Path) -> Path | None:
    """The root of the Git repository that holds the plan, if there is one."""
    return next((folder for folder in (plan, *plan.parents) if (folder / ".git").exists()), None)


def _is_edition(folder: Path) -> bool:
    return folder.parent.name == EDITIONS and len(folder.parents) > 2


class Shelf:
    """A folder for what can be made again; what can't be read or written there is made again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, name: str) -> bytes:
        """What is kept under a name; empty if there is nothing."""
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            return b""

    def put(self, name: str, content: bytes) -> None:
        """Keep something under a name."""
        with suppress(ProjectError):
            write_for_later(self._folder / name, content)


def shelf(plan: Path) -> Shelf:
    """Where the standing type of a plan is kept."""
    return Shelf(output_folder(plan) / ".cache")


def append(target: Path, text: str) -> None:
    """Add a text to a file that others write to as well."""
    try:
        with target.open("ab") as file:
            file.write(text.encode())
    except OSError as error:
        raise ProjectError(
            f"「{target}」に書き込めません（{reason_of(error)}）", "場所と権限を確かめてください。"
        ) from error
