"""Mistakes in the icons for the goals of the SDGs."""

from collections.abc import Iterable

from vision_compiler.wording.words import Wording

_PLAIN = (
    "Illustratorでは「スタイル」に「プレゼンテーション属性」を、Inkscapeでは「最適化SVG」を選んで、"
    "SVGで保存し直してください。"
)
_OUTLINES = f"もとのデータを描画ソフトで開き、全てを単色の図形（アウトライン）にしてから、{_PLAIN}"
_AGAIN = f"アイコンのもとのデータを描画ソフトで開き、{_PLAIN}"
_COLOUR = "色は、#e5243b のような番号か、none、black、white で書きます。"
_NUMBER = "大きさや位置は、単位のない数だけで書きます。"

#: Reasons why a file is no icon → the fact and what to do.
_FILES = {
    "other-kind": ("{0}のデータです。アイコンはSVGでなければなりません", _AGAIN),
    "too-large": (
        "{0}KBあります。アイコンは100KBまでです",
        "写真のような画像や要らない図形が入っていないかを確かめて、SVGで保存し直してください。",
    ),
    "no-xml": ("SVGとして読めません", f"ファイルが壊れているかもしれません。{_AGAIN}"),
    "no-svg": ("SVGではありません", _AGAIN),
    "empty": ("図形が一つもありません", _AGAIN),
    "too-deep": ("グループの重なりが深すぎます", f"描画ソフトでグループを解除してから、{_PLAIN}"),
    "no-size": (
        "大きさ（viewBox）がありません",
        'svg の初めに viewBox="0 0 100 100" のような四つの数が要ります。描画ソフトで、SVGで保存し直してください。',
    ),
    "no-square": (
        "正方形ではありません（幅{0}、高さ{1}）",
        "余白を除いて、アートボード（ページ）を正方形のアイコンに合わせてから、SVGで保存し直してください。",
    ),
    "doctype": (
        "DOCTYPE（外の定義を読む行）があります",
        f"「<!DOCTYPE」から「>」までを消すか、{_AGAIN}",
    ),
    "instruction": ("外のファイルやプログラムへの指示（<?…?>）があります", f"その行を消すか、{_AGAIN}"),
}
#: Elements that may not be in an icon → the fact and what to do.
_ELEMENTS = {
    "image": (
        "画像（image）が埋め込まれています",
        "画像ではなく、図形で描かれたもとのデータ（AI、EPS、SVG）を使って、SVGで保存し直してください。",
    ),
    "style": ("CSSの書式（style）が入っています", _PLAIN),
    "script": ("プログラム（script）が入っています", f"このファイルは使わないでください。{_AGAIN}"),
    "a": ("リンク（a）が入っています", f"リンクを外してから、{_PLAIN}"),
    **dict.fromkeys(
        ("text", "tspan", "textPath"),
        ("文字（text）が入っています", f"描画ソフトで文字をアウトライン（パス）にしてから、{_PLAIN}"),
    ),
}


def refused(kind: str, words: tuple[str, ...]) -> Wording:
    """Why a file is no icon."""
    match kind, words:
        case "element", (name,):
            message, help = _ELEMENTS.get(name, (f"「{_short(name)}」という部品は使えません", _OUTLINES))
        case "attribute", (element, "style"):
            message, help = f"{element} に、CSSの書式（style）が入っています", _PLAIN
        case "attribute", (element, name):
            message, help = f"{element} の「{_short(name)}」は使えません", _OUTLINES
        case "value", (element, name, value):
            rule = _COLOUR if name in ("fill", "stroke") else _NUMBER if value[:1].isdigit() else ""
            message, help = f"{element} の {name} の値「{_short(value)}」は使えません", f"{rule}{_OUTLINES}"
        case _:
            message, help = _FILES[kind]
            message = message.format(*words)
    return Wording("ICON003", message, help)


def misnamed(number: int | None, suffix: str, folder: str) -> Wording:
    """A file in the folder of the icons that has no name of an icon."""
    if number and suffix:
        message = f"アイコンはSVGでなければなりません（いまは{suffix}）"
        return Wording("ICON002", message, f"{_AGAIN}名前は {number:02}.svg にします。")
    if number:
        return Wording("ICON002", "アイコンのファイルの名前ではありません", f"名前を {number:02}.svg にしてください。")
    help = f"名前は、目標の番号で 01.svg から 17.svg までにします。アイコンでなければ、{folder} の外に移してください。"
    return Wording("ICON002", "アイコンのファイルの名前ではありません", help)


def twice(number: int, other: str) -> Wording:
    """Two files for one goal."""
    return Wording("ICON002", f"目標{number}のアイコンは「{other}」にもあります", "どちらか一つを消してください。")


def missing(folder: str, numbers: Iterable[int], is_empty: bool) -> Wording:
    """Goals without an icon; tiles of both sorts would look wrong."""
    if is_empty:
        message = f"フォルダー「{folder}」がないか、アイコンが一つもありません"
        help = f"計画のフォルダーに {folder} を作り、01.svg から 17.svg までを置いてください。"
    else:
        message = f"「{folder}」に、目標{'、'.join(map(str, numbers))}のアイコンがありません"
        help = "17の目標の全てに、01.svg のような番号の名前のSVGが要ります。"
    return Wording("ICON001", message, f"{help}アイコンを使わないなら、goal_icons の行を消します。")


def unclaimed(folder: str, count: int) -> Wording:
    """Drawings that plan.yaml does not ask for."""
    message = f"SVGのファイルが{count}個ありますが、何に使うかが決まっていません"
    if folder:
        help = f"SDGsのアイコンなら、plan.yaml に「goal_icons: {folder}」と書いてください。"
    else:
        help = "SDGsのアイコンなら、icons のようなフォルダーに移し、plan.yaml に「goal_icons: icons」と書いてください。"
    return Wording("FILE001", message, f"{help}計画のファイルでなければ、計画のフォルダーの外に移してください。")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 30 else f"{text[:30]}…"
