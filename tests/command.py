"""The command ``vision`` as a user starts it; but quickly.

A process that has loaded the compiler waits; every command is a copy of it, as fresh as a new one. To start Python and
to load the libraries would take half a second each time, and again in every worker.
"""

import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}

#: With all that these need.
_LOADED = (
    *("building", "cli", "comparing", "data_folder", "rules", "website"),
    *("opendata.workbook", "typeset.composing", "typeset.galley", "web.site"),
)


def vision(*arguments: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, in a folder."""
    with TemporaryDirectory(prefix="said-") as said:
        out, error = Path(said, "out"), Path(said, "error")
        order = {
            "arguments": arguments,
            "folder": str(folder),
            "environment": {**ENVIRONMENT, **variables},
            "said": [str(out), str(error)],
        }
        waiting = _waiting()
        assert waiting.stdin is not None and waiting.stdout is not None
        waiting.stdin.write(json.dumps(order) + "\n")
        waiting.stdin.flush()
        code = int(waiting.stdout.readline())
        texts = (file.read_text(encoding="utf-8") for file in (out, error))
        return subprocess.CompletedProcess(["vision", *arguments], code, *texts)


def vision_anew(*arguments: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """The same in a new process: for variables that Python reads when it starts."""
    return subprocess.run(
        [sys.executable, "-m", "vision_compiler", *arguments],
        cwd=folder,
        env={**ENVIRONMENT, **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@cache
def _waiting() -> subprocess.Popen[str]:
    """The process of which commands are copies. It ends with us."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.command"],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


# In that process.


def wait() -> int:
    """Copy the process for every order; in a copy, run the command and return its status."""
    _load()
    for line in sys.stdin:
        order = json.loads(line)
        if (child := os.fork()) == 0:
            return _run(order)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
    return 0


def _load() -> None:
    """Load what commands load when they need it."""
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # as the command does
    for name in _LOADED:
        import_module(f"vision_compiler.{name}")


def _run(order: dict[str, Any]) -> int:
    """The command, in surroundings of its own."""
    from vision_compiler.cli import main  # noqa: PLC0415 - it has been loaded

    os.chdir(order["folder"])
    fonts = os.environ["FONTCONFIG_FILE"]  # as it was set when the renderer was loaded
    os.environ.clear()
    os.environ.update(order["environment"] | {"FONTCONFIG_FILE": fonts})
    tempfile.tempdir = None
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in enumerate(order["said"], 1):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT), number)
    sys.argv = ["vision", *order["arguments"]]
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


if __name__ == "__main__":
    sys.exit(wait())
