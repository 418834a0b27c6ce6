"""dictionary.yaml: the house dictionary, in the format of prh (https://github.com/prh/prh), with protected names."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, StrictBool, WithJsonSchema, create_model

from vision_compiler.model.base import Node, Text, Words


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_TEXT_OR_TEXTS = {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
Patterns = Annotated[tuple[Words, ...], WithJsonSchema(_TEXT_OR_TEXTS), BeforeValidator(_listed)]


class Options(Node):
    """How an entry looks for its pattern."""

    LABEL: ClassVar[str] = "辞書の項目の指定"
    wordBoundary: StrictBool = Field(  # noqa: N815 - the key of prh
        False, title="単語の区切り", description="true なら、英数字の単語の一部には当てはめない"
    )


class SpecBase(Node):
    """A spec without its key ``from``."""

    LABEL: ClassVar[str] = "辞書の試し"
    to: Words = Field(title="直した文", description="from の文を、この項目で直した結果")

    @property
    def before(self) -> str:
        return str(getattr(self, "from"))


#: What an entry makes of a text. ``from`` is a word of Python, so that a class cannot have it as a field.
Spec = create_model(
    "Spec",
    __base__=SpecBase,
    __module__=__name__,
    **{"from": (Words, Field(title="直す前の文", description="この項目を当てはめる文"))},  # type: ignore[call-overload]
)


class Entry(Node):
    """One decision on spelling."""

    LABEL: ClassVar[str] = "辞書の項目"
    expected: Words = Field(title="決めた書き方", description="正規表現では $1 で ( ) の中の言葉を引ける")
    pattern: Patterns = Field(
        (), title="直す書き方", description="一つの言葉か、その一覧。/…/ と書けば正規表現。書かなければ英字の大小や全角"
    )
    patterns: Patterns = Field((), title="直す書き方の一覧", description="pattern と同じ")
    prh: Words | None = Field(None, title="説明", description="なぜそう書くか。指摘に添えて示す")
    specs: tuple[Spec, ...] = Field((), title="試し", description="この項目が文をどう直すか。違えば誤りになる")
    options: Options = Field(default_factory=Options.model_construct, title="指定", description="探し方の指定")

    @property
    def sources(self) -> tuple[tuple[str, int, str], ...]:
        """Every pattern as written, with its place: (key, index, pattern)."""
        return tuple((key, index, source) for key in ("pattern", "patterns") for index, source in self._written(key))

    @property
    def examples(self) -> tuple[SpecBase, ...]:
        return self.specs

    def _written(self, key: str) -> list[tuple[int, str]]:
        return list(enumerate(getattr(self, key)))


class Dictionary(Node):
    """dictionary.yaml as a whole."""

    LABEL: ClassVar[str] = "表記の辞書"
    version: Literal[1] = Field(title="形式の版", description="1 と書く")
    rules: tuple[Entry, ...] = Field(title="項目", description="決めた書き方を一つずつ", min_length=1)
    protected: tuple[Words, ...] = Field(
        (), title="直さない名前", description="法律や組織の名前など、中の言葉を直さないもの"
    )

    def texts(self) -> Sequence[Text]:
        """None: what a dictionary speaks of is no text of the plan."""
        return ()
