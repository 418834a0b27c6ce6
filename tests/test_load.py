"""load: files in a wrong place or with a wrong name, and what is remembered from one reading to the next."""

import pytest

from tests.conftest import Texts
from vision_compiler.diagnostics import Severity
from vision_compiler.load import Memory, load
from vision_compiler.model import KINDS
from vision_compiler.source import Position

#: What no kind of file looks like.
ODD = "title: x\n"
PLACES = "、".join(kind.place.replace("*", "◯◯") for kind in KINDS)
NOWHERE = f"置けるのは {PLACES} です。計画のファイルでなければ、計画のフォルダーの外に移してください。"
STRAYED = "版なら、場所と名前を editions/{} にしてください。版でなければ、計画のフォルダーの外に移してください。"


def told(texts: Texts) -> dict[str, str]:
    """The remedy for each place that is named; all findings are errors, and each has a place of its own."""
    found = load(texts).diagnostics
    assert {each.severity for each in found} <= {Severity.ERROR}
    places = {f"{each.span.file}:{each.span.start.line}:{each.span.start.column} {each.code}" for each in found}
    assert len(places) == len(found)
    return {each.span.file: f"{each.code} {each.help}" for each in found}


def meant(name: str) -> str:
    return f"FILE001 「{name}」の書き間違いではありませんか。ファイルの名前を変えてください。"


def text_of(texts: Texts, name: str) -> str:
    text = texts[name]
    return text if isinstance(text, str) else text.decode()


@pytest.mark.parametrize(
    ("name", "help"),
    [
        *((f"dxgx{ending}", meant("dxgx.yaml")) for ending in (".yml", ".YML", ".YAML", ".yaml.txt", ".yaml.yaml")),
        ("strategies/x.yml", meant("strategies/x.yaml")),
        ("dxgy.yaml", meant("dxgx.yaml")),
        ("visions.yaml", f"FILE001 {NOWHERE}"),  # vision.yaml is there
        ("memo.txt", f"FILE001 {NOWHERE}"),
        ("memo.yml", f"FILE001 {NOWHERE}"),
        ("strategies/below/x.yaml", f"FILE001 {NOWHERE}"),
        ("backup/of/may/plan.yaml", f"FILE001 {NOWHERE}"),
    ],
)
def test_a_file_with_no_place_is_told_the_right_name_or_all_places(name: str, help: str, minimal: Texts) -> None:
    assert told({**minimal, name: ODD}) == {name: help}


def test_a_file_is_told_the_folder_that_its_keys_fit(minimal: Texts) -> None:
    text = text_of(minimal, "strategies/growth.yaml")
    chapter = text_of(minimal, "prose/opening.yaml")
    assert told({**minimal, "growth.yaml": text}) == {"growth.yaml": "FILE001 strategies/ フォルダーに移してください。"}
    assert told({**minimal, "opening.yaml": chapter.encode()}) == {
        "opening.yaml": "FILE001 prose/ フォルダーに移してください。"
    }
    (strategy,) = (kind for kind in KINDS if kind.folder == "strategies/")
    every_key = "".join(f"{key}: 1\n" for key in strategy.model.model_fields)
    assert told({**minimal, "all.yaml": every_key}) == {"all.yaml": "FILE001 strategies/ フォルダーに移してください。"}
    for changed in (f"{text}more: 1\n", text.replace("id: growth\n", "", 1), "- a\n", "a: [\n", ""):
        assert told({**minimal, "growth.yaml": changed}) == {"growth.yaml": f"FILE001 {NOWHERE}"}


@pytest.mark.parametrize("folder", ["draft", "Editions/draft"])
def test_the_files_of_another_plan_are_told_once(folder: str, minimal: Texts) -> None:
    strayed: Texts = {f"{folder}/{name}": ODD for name in ("vision.yaml", "prose/x.yaml", "plan.yaml")}
    (found,) = load({**minimal, **strayed}).diagnostics
    assert found.message == f"フォルダー「{folder}」に、計画のファイルが3個あります"
    assert (found.code, found.help) == ("FILE001", STRAYED.format("draft"))
    assert (found.span.file, found.span.start) == (f"{folder}/plan.yaml", Position(1, 1))
    one = {f"{folder}/plan.yaml": ODD}
    assert told({**minimal, **one}) == {f"{folder}/plan.yaml": f"FILE001 {NOWHERE}"}
    other = {**strayed, f"{folder}/memo.yaml": ODD}
    assert list(told({**minimal, **other})) == [f"{folder}/plan.yaml", f"{folder}/memo.yaml"]


def test_required_files_that_are_not_there_are_told_unless_a_misnamed_one_is(minimal: Texts) -> None:
    assert told({}) == {
        place: f"FILE002 {place} を作ってください。" for place in ("plan.yaml", "vision.yaml", "strategies/◯◯.yaml")
    }
    for name in ("vision.yml", "visions.yaml"):
        renamed = {name if key == "vision.yaml" else key: text for key, text in minimal.items()}
        assert told(renamed) == {name: meant("vision.yaml")}
    lost = {name: text for name, text in minimal.items() if name != "vision.yaml"}
    (found,) = load(lost).diagnostics
    assert found.message == "目指す姿のファイル（vision.yaml）がありません"
    assert found.span.start == found.span.end == Position(1, 1)


def test_a_file_has_the_name_of_its_id(minimal: Texts) -> None:
    text = text_of(minimal, "strategies/growth.yaml")
    copy = {**minimal, "strategies/copy.yaml": text}
    assert told(copy) == {
        "strategies/copy.yaml": "FILE003 growth.yaml はもうあります。コピーなら、このファイルを消してください。"
    }
    other = text.replace("id: growth", "id: other", 1)
    assert told({**minimal, "strategies/new.yaml": other}) == {
        "strategies/new.yaml": "FILE003 ファイル名を other.yaml にするか、id を new にしてください。"
    }
    assert told({**minimal, "strategies/新 1.yaml": other}) == {
        "strategies/新 1.yaml": "FILE003 ファイル名を other.yaml にしてください。"
    }


def test_a_wrong_name_and_what_is_cut_by_a_comment_are_told_together(minimal: Texts) -> None:
    text = text_of(minimal, "strategies/growth.yaml").replace("id: growth", "id: other #1", 1)
    found = load({**minimal, "strategies/growth.yaml": text}).diagnostics
    assert [(each.code, each.severity) for each in found] == [
        ("YAML023", Severity.WARNING),
        ("FILE003", Severity.ERROR),
    ]


def test_with_a_memory_only_what_changed_is_read_again(minimal: Texts) -> None:
    memory: Memory = {}
    first = load(minimal, memory)
    assert set(memory) == set(minimal)
    changed: Texts = {**minimal, "vision.yaml": text_of(minimal, "vision.yaml").replace("goal: ", "goal: 新しい")}
    second = load(changed, memory)
    assert first.diagnostics == second.diagnostics == []
    again = {name for name in minimal if second.files[name] is not first.files[name]}
    assert again == {name for name in minimal if second.sources[name] is not first.sources[name]} == {"vision.yaml"}


def test_a_memory_keeps_mistakes_and_forgets_files_that_are_gone(minimal: Texts) -> None:
    memory: Memory = {}
    wrong: Texts = {**minimal, "vision.yaml": "goal: [\n", "prose/gone.yaml": "- a\n"}
    first = load(wrong, memory).diagnostics
    assert {each.span.file for each in first} == {"vision.yaml", "prose/gone.yaml"}
    assert load(wrong, memory).diagnostics == first
    assert load(minimal, memory).diagnostics == []
    assert set(memory) == set(minimal)


def test_icons_are_loaded_and_the_text_of_a_wrong_one_can_be_shown(minimal: Texts) -> None:
    square = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    settings = f"{text_of(minimal, 'plan.yaml')}goal_icons: icons\n"
    iconic: Texts = {**minimal, "plan.yaml": settings, **{f"icons/{goal}.svg": square for goal in range(1, 18)}}
    assert len(load(iconic).icons) == 17
    assert told({**iconic, "memo.txt": ODD}) == {"memo.txt": f"FILE001 {NOWHERE}"}
    wrong: Texts = {"icons/7.svg": b"\x89PNG\xff", "icons/8.svg": "<svg>八", "icons/9.svg": "<svg>九".encode()}
    loaded = load({**iconic, **wrong})
    assert loaded.icons == ()
    assert {each.span.file for each in loaded.diagnostics} == set(wrong)
    shown = {name: source.text for name, source in loaded.sources.items() if source.name in wrong}
    assert shown == {"icons/8.svg": "<svg>八", "icons/9.svg": "<svg>九"}
