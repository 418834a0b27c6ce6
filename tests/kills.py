"""Builds that are ended in the middle, at seeded moments: ``python -m tests.kills 200 50`` kills 200, interrupts 50."""

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
MINIMAL = ROOT / "tests" / "plans" / "minimal"
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was there afterwards ("old" or "new"), and what was not as it should be."""

    state: str
    problems: list[str]
    seconds: float


def started(*arguments: str, folder: Path) -> "subprocess.Popen[bytes]":
    """The command, at work."""
    return subprocess.Popen(
        [sys.executable, "-m", "vision_compiler", *arguments],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def outputs_of(project: Path) -> Files:
    """All that a user looks at."""
    return {
        path.relative_to(project).as_posix(): path.read_bytes()
        for top in ("build", "schemas")
        for path in sorted((project / top).rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(project).parts)
    }


def left_over(project: Path) -> list[str]:
    """Temporary files and journals."""
    hidden = (path.name for path in (project / "build").rglob(".*") if path.is_file())
    return [name for name in hidden if name.endswith((".part", ".old", ".undo.json"))]


def killed(project: Path, command: Sequence[str], kind: signal.Signals, after: float) -> Outcome:
    """End a build of an edited plan after some seconds, build again, and look at what is there before and after."""
    before = outputs_of(project)
    build = started(*command, folder=project)
    with suppress(subprocess.TimeoutExpired):
        build.wait(after)
    build.send_signal(kind)
    since = time.monotonic()
    told = build.communicate(timeout=30)[1].decode()
    seconds = time.monotonic() - since
    problems = _problems(build.returncode, kind, told, seconds)
    midway = outputs_of(project)
    again = started(*command, folder=project)
    told = again.communicate(timeout=120)[1].decode()
    if again.returncode:
        problems.append(f"the next build fails: {told}")
    after_all = outputs_of(project)
    state = "old" if midway == before else "new" if midway == after_all else "mixed"
    if state == "mixed":
        problems.append("half a build")
    if after_all == before:
        problems.append("the next build does nothing")
    if left := left_over(project):
        problems.append(f"left over: {left}")
    return Outcome(state, problems, seconds)


def _problems(status: int, kind: signal.Signals, told: str, seconds: float) -> list[str]:
    problems = []
    ended = {signal.SIGKILL: (-signal.SIGKILL,), signal.SIGINT: (130, -signal.SIGINT)}[kind]
    if status not in (0, *ended):
        problems.append(f"exit {status}: {told}")
    if status == 130 and told != "中止しました。\n":
        problems.append(f"says {told!r}")
    if status == -signal.SIGINT and "File" in told and "vision_compiler" in told:
        problems.append(f"a traceback: {told}")
    if seconds > 5:
        problems.append(f"ends after {seconds:.1f} s")
    return problems


def edit(project: Path, number: int) -> None:
    """Change a word of the plan, so that every output changes."""
    file = project / "plan" / "vision.yaml"
    text = (MINIMAL / "vision.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("みんなで", f"{number}人で"), encoding="utf-8")


def _orphans(project: Path) -> int:
    """Processes that still work in the project's folder."""
    found = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            found += (process / "cwd").readlink() == project
        except OSError:
            continue
    return found


def main() -> None:
    """Kill and interrupt as often as is asked for, and count."""
    kills, interrupts = (int(number) for number in sys.argv[1:3])
    draw, counts = random.Random(1), Counter[str]()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as name:
        project = Path(name) / "計画 案"
        shutil.copytree(MINIMAL, project / "plan")
        for number in (-2, -1):  # the second is as long as those to come
            edit(project, number)
            since = time.monotonic()
            started("build", "pdf", folder=project).communicate()
        whole = time.monotonic() - since
        for number in range(kills + interrupts):
            command = ("build", draw.choice(("pdf", "pdf", "html")))
            kind = signal.SIGKILL if number < kills else signal.SIGINT
            edit(project, number)
            outcome = killed(project, command, kind, draw.uniform(0.02, whole))
            slowest = max(slowest, outcome.seconds)
            time.sleep(0.5)
            counts.update([f"{kind.name} {outcome.state}", *(["process left over"] if _orphans(project) else [])])
            counts.update(outcome.problems)
            for problem in outcome.problems:
                print(number, kind.name, *command, problem, flush=True)
            if number % 10 == 9:
                print(number + 1, dict(counts), f"slowest end {slowest:.1f} s", flush=True)
    print(dict(counts), f"slowest end {slowest:.1f} s")


if __name__ == "__main__":
    main()
