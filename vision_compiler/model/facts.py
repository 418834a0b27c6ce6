"""population.yaml: the numbers that running text quotes, each written once."""

from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, PlainValidator, StrictBool, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from vision_compiler.model.base import Node, Waivable, Words
from vision_compiler.model.values import parse_amount
from vision_compiler.source import UnquotedScalar


def _moment(value: Any) -> Any:
    if isinstance(value, UnquotedScalar):
        raise PydanticCustomError("unquoted", "an unquoted date", {"text": str(value)})
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


#: Dotted name of a series or derived fact, as in population.outlook.
FactId = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$")]
Amount = Annotated[Decimal, PlainValidator(parse_amount), WithJsonSchema({"type": "number"})]
Moment = Annotated[
    str,
    BeforeValidator(_moment),
    StringConstraints(pattern=r"^[0-9a-z][0-9a-z-]*$"),
    WithJsonSchema({"type": ["integer", "string"], "pattern": r"^[0-9a-z][0-9a-z-]*$"}),
]


class Point(Node):
    """One number at one time."""

    LABEL: ClassVar[str] = "時点の値"
    at: Moment = Field(
        title="時点",
        description='年（2040）、または引用符で囲んだ年月日（"2024-01-01"）や期間（"2013-2017"）',
    )
    value: Amount = Field(title="値", description="半角の数だけ。桁区切りと単位は書かない")


class Series(Waivable):
    """Numbers of one thing at several times; each is quoted as {{id.at}}."""

    LABEL: ClassVar[str] = "系列"
    id: FactId = Field(title="id", description="本文で {{id.時点}} と引用する名前。点で区切る")
    title: Words = Field(title="名称", description="何の数値か")
    unit: Words | None = Field(None, title="単位", description="数値の後に印刷する単位")
    approximate: StrictBool = Field(False, title="概数", description="true なら「約」を付けて印刷する")
    source: Words | None = Field(None, title="出典", description="数値の出典")
    points: tuple[Point, ...] = Field(title="値の一覧", description="時点と値の組を、時点の順に", min_length=1)


class Derived(Waivable):
    """A number that follows from two facts; printed as the city printed it, checked on its rounding interval."""

    LABEL: ClassVar[str] = "計算で決まる値"
    id: FactId = Field(title="id", description="本文で {{id}} と引用する名前。点で区切る")
    title: Words = Field(title="名称", description="何の数値か")
    unit: Words | None = Field(None, title="単位", description="数値の後に印刷する単位")
    approximate: StrictBool = Field(False, title="概数", description="true なら「約」を付けて印刷する")
    value: Amount = Field(title="値", description="印刷する値。もとの二つの値と合うかを vision check が確かめる")
    formula: Literal["decline", "difference"] = Field(
        title="計算", description="decline（一つ目から二つ目への減少率）または difference（差）"
    )
    of: tuple[FactId, FactId] = Field(title="もとになる二つの値", description="計算に使う値を「系列のid.時点」で二つ")


class Facts(Node):
    """population.yaml as a whole."""

    LABEL: ClassVar[str] = "人口などの数値"
    series: tuple[Series, ...] = Field((), title="系列", description="時点ごとの数値")
    derived: tuple[Derived, ...] = Field((), title="計算で決まる値", description="二つの値の差や減少率")
