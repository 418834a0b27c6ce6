"""A folder of outputs, with the manifest that says what they are; it is always written last."""

from collections.abc import Collection, Mapping
from pathlib import Path

from vision_compiler.manifest import Build, Entry, Manifest, digest, read_manifest
from vision_compiler.writing import below, restore, write_whole

_MANIFEST = "manifest.json"


class Outputs:
    """What is in a folder, after a run that was killed in the middle of it has been undone."""

    def __init__(self, folder: Path) -> None:
        restore(folder)
        self.folder = folder
        self.manifest: Manifest = read_manifest(self.read(_MANIFEST) or b"")

    def read(self, name: str) -> bytes | None:
        """What an output holds; None if it is not there."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def known(self, folder: str) -> set[str]:
        """The outputs in a folder below this one, of whatever build."""
        return {name for build in self.manifest.builds for name in build.outputs if name.startswith(f"{folder}/")}

    def stands(self, name: str, entry: Entry) -> bool:
        """Whether an output is there as it was made."""
        content = self.read(name)
        return content is not None and digest(content) == entry.sha256

    def put(self, files: Mapping[str, bytes], build: Build, gone: Collection[str] = ()) -> None:
        """Let the outputs of a build take their places, and those go that are ``gone``; all or none."""
        self.manifest = self.manifest.with_build(build, gone)
        written = {self.folder / name: content for name, content in files.items()}
        removed = [path for name in gone if (path := below(self.folder, name))]
        write_whole({**written, self.folder / _MANIFEST: self.manifest.written()}, removed)
