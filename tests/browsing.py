"""Judges of the web edition who know nothing of us: axe-core and html-validate in a browser, the Nu checker in Java.

They stand in .venv/browser, put there by .ci/browser/install. What is missing is said in Japanese, and its tests are
skipped.
A judge who cannot judge raises; an empty list always means that every rule was tried and held.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

MODULES = ROOT / ".venv" / "browser" / "node_modules"
_SCRIPT = Path(__file__).with_name("browser.js")
_NU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
_SECONDS = 600


def browsed(sites: Mapping[str, Path], pages: Sequence[str], told: str) -> dict[str, Any]:
    """What a browser finds on pages (``real/index.html``) of these folders, and what befalls a reader of one."""
    node, chromium = shutil.which("node"), shutil.which("chromium") or shutil.which("chromium-browser")
    if not node or not chromium:
        pytest.skip("Node.js か Chromium がないため、ブラウザーで確かめていません（sh .ci/browser/install で入ります）")
    if not (MODULES / "axe-core").is_dir():
        pytest.skip("axe-core などの道具がないため、ブラウザーで確かめていません（sh .ci/browser/install で入ります）")
    given = {"chromium": chromium, "sites": {name: str(folder) for name, folder in sites.items()}}
    result = subprocess.run(
        [node, str(_SCRIPT)],
        input=json.dumps({**given, "pages": pages, "told": told}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        # Whoever sets type in this process has closed it to the fonts of the machine, without which no browser runs.
        env={
            **{key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"},
            "NODE_PATH": str(MODULES),
        },
        check=False,  # what went wrong is shown
        timeout=_SECONDS,
    )
    assert result.returncode == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def errors_by_nu(folder: Path) -> list[str]:
    """The errors that the Nu checker finds in all pages below a folder."""
    if not shutil.which("java") or not _NU.is_file():
        pytest.skip("Java か Nu Checker がないため、HTMLの文法を確かめていません（sh .ci/browser/install で入ります）")
    options = ("-Xss2m", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true")
    result = subprocess.run(
        ["java", *options, "-jar", str(_NU), "--format", "json", "--skip-non-html", "--exit-zero-always", str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=_SECONDS,
    )
    messages = json.loads(result.stderr)["messages"]
    return [
        f"{each['url'].rpartition('/')[2]}:{each.get('lastLine', 0)}: {each['message']}"
        for each in messages
        if each["type"] != "info"
    ]
