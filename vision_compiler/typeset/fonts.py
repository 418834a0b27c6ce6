"""The fonts of the publications (BIZ UD), found on the machine and sealed off from all other fonts."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from vision_compiler.diagnostics import ProjectError

#: How to get what is missing, on Debian and Ubuntu.
FONT_PACKAGES = "fonts-morisawa-bizud-gothic"


class Face(Struct, frozen=True):
    """One font file and the name under which stylesheets ask for it."""

    file: str
    family: str
    weight: int
    package: str = FONT_PACKAGES


# Families of our own, so that a stylesheet can never reach a font of the system by its name.
FACES = (
    Face("BIZUDPGothic-Regular.ttf", "Plan Gothic", 400),
    Face("BIZUDPGothic-Bold.ttf", "Plan Gothic", 700),
)
#: Faces that only some publications need: nobody else has to have them, and they are loaded where they are asked for.
EXTRA_FACES = (Face("BIZUDPMincho-Regular.ttf", "Plan Mincho", 400, "fonts-morisawa-bizud-mincho"),)


def file_of(family: str, weight: int) -> str:
    """The file of a face that a stylesheet asks for."""
    faces = (*FACES, *EXTRA_FACES)
    return next(face.file for face in faces if (face.family, face.weight) == (family, weight))


def faces_for(css: str) -> tuple[Face, ...]:
    """The faces that a stylesheet may ask for."""
    return (*FACES, *(face for face in EXTRA_FACES if face.family in css))


FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
    Path.home() / "Library/Fonts",
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)


@cache
def find_fonts(faces: tuple[Face, ...] = FACES) -> Mapping[Face, Path]:
    """Every face with its file. Raises ``ProjectError`` that names what is missing."""
    found = {face: path for face in faces if (path := _find(face.file))}
    missing = [face for face in faces if face not in found]
    if missing:
        packages = " ".join(dict.fromkeys(face.package for face in missing))
        raise ProjectError(
            f"印刷に使う書体（{'、'.join(face.file for face in missing)}）が見つかりません",
            f"次のコマンドで入れてください： sudo apt-get install {packages}",
        )
    return found


def path_of(file: str) -> Path:
    """Where the file of a face is."""
    faces = tuple(face for face in (*FACES, *EXTRA_FACES) if face.file == file)
    return next(iter(find_fonts(faces).values()))


def _find(file: str) -> Path | None:
    for folder in FOLDERS:
        if folder.is_dir() and (path := next(folder.rglob(file), None)):
            return path
    return None


def font_url(face: Face) -> str:
    """The address under which the renderer asks for a face; it exists only inside the compiler."""
    return f"https://plan.invalid/fonts/{face.file}"


def font_faces(faces: tuple[Face, ...] = FACES) -> str:
    """The @font-face rules of the faces."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; src: url("{font_url(face)}"); }}'
        for face in faces
    )
