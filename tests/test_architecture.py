"""The import law: a module imports only what stands to its left, and the core touches no file, clock or process."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "vision_compiler"
ORDER = [
    "source",
    "diagnostics",
    "model",
    "wording",
    "validation",
    "repair",
    "icons",
    "load",
    "resolve",
    "rules",
    "shelf",
    "moments",
    "document",
    "opendata",
    "render",
    "typeset",
    "emit",
    "inspection",
    "web",
    "report",
    "comparison",
    "schema",
    "pipeline",
    "interrupts",
    "writing",
    "project",
    "revisions",
    "manifest",
    "tools",
    "origins",
    "outputs",
    "verifying",
    "building",
    "comparing",
    "website",
    "data_folder",
    "preview",
    "usage",
    "cli",
    "__main__",
]
#: What the pure core may not import; only the modules at the edges may.
OUTSIDE = {"os", "pathlib", "subprocess", "socket", "tempfile", "datetime", "time", "urllib", "logging", "weasyprint"}
EDGES = {
    *("project", "typeset", "emit", "building", "preview", "cli", "website", "revisions", "comparing"),
    *("writing", "origins", "outputs", "interrupts", "__main__"),
}
#: Values of paths (a template folder, a file's name), never opened; values of moments, never asked of a clock.
MENTIONS = {"pipeline": {"pathlib"}, "report": {"pathlib"}, "data_folder": {"pathlib"}, "moments": {"datetime"}}


def modules() -> list[tuple[str, Path]]:
    """(top-level name, file) of every module."""
    found = [
        (path.relative_to(PACKAGE).parts[0].removesuffix(".py"), path)
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] not in ("__init__.py", "templates")
    ]
    assert len(found) > 40
    return found


def imports(path: Path) -> list[str]:
    """Every module that a file imports, also inside functions."""
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    return names


def test_every_module_has_its_place_in_the_order() -> None:
    assert {name for name, _ in modules()} == set(ORDER)


def test_imports_go_to_the_left_only() -> None:
    seen = 0
    for name, path in modules():
        for imported in imports(path):
            if imported.startswith("vision_compiler."):
                seen += 1
                target = imported.split(".")[1]
                assert ORDER.index(target) <= ORDER.index(name), f"{path.name} imports {imported}"
    assert seen > 100


def test_rules_import_no_other_family() -> None:
    shared = {"__init__", "registry", "described"}
    families = [path for name, path in modules() if name == "rules" and path.stem not in shared]
    assert len(families) > 10
    for path in families:
        siblings = {name.split(".")[2] for name in imports(path) if name.startswith("vision_compiler.rules.")}
        assert "registry" in siblings, path.name
        assert siblings <= shared, path.name


def test_the_core_touches_nothing_outside() -> None:
    core = [(name, path) for name, path in modules() if name not in EDGES]
    assert len(core) > 30
    for name, path in core:
        outside = {imported.split(".")[0] for imported in imports(path)} & OUTSIDE
        assert outside <= MENTIONS.get(name, set()), f"{path.name} imports {outside}"


def test_no_word_of_one_municipality_stands_in_code_or_templates() -> None:
    files = [path for _, path in modules()] + sorted((PACKAGE.parent / "templates").rglob("*.*"))
    assert any(path.suffix == ".j2" for path in files)
    for path in files:
        text = path.read_text(encoding="utf-8")
        for word in ("平塚", "ひらつか", "第３期", "子どもを育む"):
            assert word not in text, f"{word} in {path.name}"
