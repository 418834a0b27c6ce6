"""build/manifest.json: what the outputs in a folder are, and what each was made from. It names no time of day.

The format is the classes below, key for key::

    {"format": 1, "builds": [{
        "inputs": {"plan.yaml": SHA-256, …},                 the plan's files
        "options": {"bleed": "3mm", "cmyk": true,            as on the command line; null and false without them
                    "proof": "plan"},                        the folder that the marks of a proof name
        "date": {"source": "plan.yaml", "value": "2024-02-01T00:00:00Z"},    or "SOURCE_DATE_EPOCH"
        "program": …, "typesetter": …,                       digests: code and templates; what sets type, with fonts
        "tools": {"python": "3.11.7", "weasyprint": "70.0", …},
        "fonts": {"BIZUDPGothic-Regular.ttf": SHA-256, …},
        "documents": ["pamphlet.pdf", …],                    all that the plan prints, in its order
        "notices": "お知らせ 40件",                           what `vision check` said
        "outputs": {"pamphlet.pdf": {"title": …, "pages": 8, "bytes": 243507, "sha256": …, "panels": […]}, …}}]}

Outputs that were made from the same stand in one build, and each in the last one that made it. Keys keep their names;
new ones may come.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Origin:
    """All that an output is made from."""

    inputs: Mapping[str, str]
    options: Mapping[str, str | bool | None]
    date: Mapping[str, str]
    program: str
    typesetter: str
    tools: Mapping[str, str]
    fonts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """An output as it was made."""

    title: str
    pages: int
    bytes: int
    sha256: str
    panels: Sequence[tuple[str, float]] = ()


@dataclass(frozen=True, slots=True)
class Build:
    """Outputs by their names, and what they were made from."""

    origin: Origin
    documents: tuple[str, ...]
    notices: str
    outputs: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The builds whose outputs are in a folder, the last one first."""

    builds: tuple[Build, ...] = ()

    def build_of(self, name: str) -> Build | None:
        """The build that made an output."""
        return next((build for build in self.builds if name in build.outputs), None)

    def with_build(self, made: Build, gone: Collection[str] = ()) -> "Manifest":
        """After a build, which removed the outputs that are ``gone``."""
        others = [_without(build, {*made.outputs, *gone}) for build in self.builds]
        same = [build for build in others if build.origin == made.origin]
        outputs = {name: entry for build in (*same, made) for name, entry in build.outputs.items()}
        kept = (build for build in others if build.origin != made.origin and build.outputs)
        return Manifest((replace(made, outputs=outputs), *kept))

    def written(self) -> bytes:
        """The file."""
        builds = [{**asdict(build.origin), **asdict(build)} for build in self.builds]
        for build in builds:
            del build["origin"]
        text = json.dumps({"format": FORMAT, "builds": builds}, ensure_ascii=False, indent=1)
        return f"{text}\n".encode()


def read_manifest(text: bytes) -> Manifest:
    """A written manifest; an empty one if it is damaged or of another format: then everything is made again."""
    try:
        found = json.loads(text)
        return Manifest(tuple(_build(build) for build in found["builds"])) if found["format"] == FORMAT else Manifest()
    except (ValueError, TypeError, KeyError, AttributeError):
        return Manifest()


def entry_of(content: bytes, title: str, pages: int, panels: Sequence[tuple[str, float]] = ()) -> Entry:
    """The entry of an output."""
    return Entry(title, pages, len(content), digest(content), panels)


def digest(content: bytes) -> str:
    """The SHA-256 of a content."""
    return sha256(content).hexdigest()


def _without(build: Build, names: Collection[str]) -> Build:
    return replace(build, outputs={name: entry for name, entry in build.outputs.items() if name not in names})


def _build(found: Mapping[str, Any]) -> Build:
    origin = Origin(**{name: found[name] for name in Origin.__slots__})
    outputs = {name: Entry(**entry) for name, entry in found["outputs"].items()}
    return Build(origin, tuple(found["documents"]), found["notices"], outputs)
