"""A plan as it stands in a revision of its Git repository, read without touching the checkout.

The repository may belong to anyone: only commands that start no program of its configuration are used (rev-parse,
ls-tree, cat-file), hooks, monitors and transports are switched off, and what a user typed only ever becomes a hash.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from vision_compiler.diagnostics import ProjectError
from vision_compiler.project import is_of_plan, repository_folder

#: More is no plan: bytes of a file, bytes of all, number of files, seconds for a command.
_LARGEST_FILE, _LARGEST_PLAN, _MOST_FILES, _PATIENCE = 8_000_000, 64_000_000, 5_000, 60
_SAFE = ("--no-pager", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "protocol.allow=never")
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}
_FILE, _TREE, _LINK, _MODULE = "100", "tree", "120000", "160000"


class _Entry(NamedTuple):
    mode: str
    hash: str
    size: int
    name: str


def read_revision(name: str, plan: Path) -> dict[str, bytes]:
    """Every file of the plan in a revision (v1.0, HEAD~3), or in a folder of one (main:plan), by its name in there."""
    root = repository_folder(plan)
    if root is None:
        raise ProjectError(
            f"「{name}」というフォルダーはなく、「{plan}」はGitのリポジトリの中にもありません",
            "比べる計画のフォルダーを書くか、Gitのリポジトリの中で実行してください。",
        )
    git = _Git(root)
    entries = [entry for entry in git.entries(_folder(git, name, plan)) if is_of_plan(PurePosixPath(entry.name))]
    if not any(entry.name == "plan.yaml" for entry in entries):
        raise ProjectError(
            f"「{name}」の中に plan.yaml がありません",
            f"計画のフォルダーがほかの所にあったときは、「{name.partition(':')[0]}:フォルダー」と書いてください。",
        )
    _refuse_what_is_no_file(name, entries)
    return git.contents(name, entries)


def _folder(git: "_Git", name: str, plan: Path) -> str:
    """The hash of the tree that holds the plan."""
    revision, has_folder, folder = name.partition(":")
    below = folder if has_folder else plan.resolve().relative_to(git.root.resolve()).as_posix()
    commit = git.resolved(f"{revision}^{{commit}}") if revision and _is_plain(name) else None
    if commit is None:
        raise ProjectError(
            f"「{name}」というフォルダーも、Gitの版もありません",
            "フォルダーの名前か、タグ（v1.0）、ブランチ（main）、HEAD~3 のような版を書いてください。",
        )
    tree = git.resolved(f"{commit}:{'' if below == '.' else below.strip('/')}")
    if tree is None or git.sort(tree) != _TREE:
        raise ProjectError(
            f"「{revision}」の中に、フォルダー「{below}」がありません",
            f"計画のフォルダーがほかの所にあったときは、「{revision}:フォルダー」と書いてください。",
        )
    return tree


def _is_plain(name: str) -> bool:
    """Whether it can be the name of a revision; what begins with a hyphen would be an option."""
    return not name.startswith("-") and name.isprintable()


def _refuse_what_is_no_file(name: str, entries: Sequence[_Entry]) -> None:
    for entry in entries:
        if not entry.mode.startswith(_FILE):
            what = {_LINK: "リンク", _MODULE: "ほかのリポジトリ（サブモジュール）"}.get(entry.mode, "普通でないもの")
            raise ProjectError(
                f"「{name}」の「{entry.name}」は{what}です", "計画のフォルダーには、ファイルそのものだけを置けます。"
            )
    if len(entries) > _MOST_FILES or sum(entry.size for entry in entries) > _LARGEST_PLAN:
        raise ProjectError(f"「{name}」は、計画としては大きすぎます", "計画のフォルダーを確かめてください。")
    for entry in entries:
        if entry.size > _LARGEST_FILE:
            raise ProjectError(
                f"「{name}」の「{entry.name}」は、計画のファイルとしては大きすぎます", "ファイルを分けてください。"
            )


class _Git:
    """The few commands, in one repository."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.program = shutil.which("git")
        if self.program is None:
            raise ProjectError("Gitが見つかりません", "次のコマンドで入れてください： sudo apt-get install git")

    def resolved(self, name: str) -> str | None:
        """The hash of an object; None if there is none of this name."""
        found = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", name)
        return found.stdout.decode().strip() if found.returncode == 0 else None

    def sort(self, hash: str) -> str:
        """What an object is: a tree, a blob."""
        return self._run("cat-file", "-t", hash).stdout.decode().strip()

    def entries(self, tree: str) -> Iterator[_Entry]:
        """All below a tree."""
        for line in self._well("ls-tree", "-r", "-z", "-l", "--full-tree", tree).split(b"\0"):
            if line:
                facts, _, name = line.decode("utf-8", "surrogateescape").partition("\t")
                mode, _, hash, size = facts.split()
                yield _Entry(mode, hash, int(size) if size.isdigit() else 0, name)

    def contents(self, name: str, entries: Sequence[_Entry]) -> dict[str, bytes]:
        """What the files hold."""
        asked = "".join(f"{entry.hash}\n" for entry in entries).encode()
        answer = self._well("cat-file", "--batch", given=asked)
        found, start = {}, 0
        for entry in entries:
            head, _, _ = answer[start:].partition(b"\n")
            if head.split()[1:] != [b"blob", str(entry.size).encode()]:
                raise ProjectError(f"「{name}」の「{entry.name}」を、Gitから読めません", _INCOMPLETE)
            start += len(head) + 1
            found[entry.name] = answer[start : start + entry.size]
            start += entry.size + 1
        return found

    def _well(self, *arguments: str, given: bytes = b"") -> bytes:
        found = self._run(*arguments, given=given)
        if found.returncode:
            raise ProjectError("Gitのリポジトリを読めません", _INCOMPLETE)
        return found.stdout

    def _run(self, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        environment = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "TMPDIR") if key in os.environ}
        try:
            found = subprocess.run(
                [str(self.program), "-C", str(self.root), *_SAFE, *arguments],
                input=given,
                capture_output=True,
                env={**environment, **_ENVIRONMENT},
                check=False,
                timeout=_PATIENCE,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ProjectError("Gitを実行できません", "「git --version」が動くかを確かめてください。") from error
        if b"dubious ownership" in found.stderr:
            raise ProjectError(
                f"リポジトリ「{self.root}」は、ほかの利用者のものです",
                "フォルダーの持ち主として実行するか、リポジトリを自分の所に複製（git clone）してください。",
            )
        return found


_INCOMPLETE = "「git fsck」で調べるか、リポジトリ全体を複製（git clone）し直してください。"
