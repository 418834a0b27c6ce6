"""population.yaml: the numbers that running text quotes, each written once."""

from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, PlainValidator, StrictBool, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from vision_compiler.model.base import Node, Words
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
    WithJsonSchema({"type": ["string", "integer"]}),
]


class Point(Node):
    """One number at one time."""

    LABEL: ClassVar[str] = "時点の値"
    at: Moment = Field(
        title="時点",
        description='年（2040）、または引用符で囲んだ年月日（"2024-01-01"）や期間（"2013-2017"）',
    )
    value: Amount = Field(title="値")


class Series(Node):
    """Numbers of one thing at several times; each is quoted as {{id.at}}."""

    LABEL: ClassVar[str] = "系列"
    id: FactId = Field(title="id")
    title: Words = Field(title="名称")
    unit: Words | None = Field(None, title="単位")
    approximate: StrictBool = Field(False, title="概数", description="true なら「約」を付けて印刷する")
    source: Words | None = Field(None, title="出典")
    points: tuple[Point, ...] = Field(title="値の一覧", min_length=1)


class Derived(Node):
    """A number that follows from two facts; printed as the city printed it, checked on its rounding interval."""

    LABEL: ClassVar[str] = "計算で決まる値"
    id: FactId = Field(title="id")
    title: Words = Field(title="名称")
    unit: Words | None = Field(None, title="単位")
    approximate: StrictBool = Field(False, title="概数")
    value: Amount = Field(title="値")
    formula: Literal["decline", "difference"] = Field(
        title="計算", description="decline（一つ目から二つ目への減少率）または difference（差）"
    )
    of: tuple[FactId, FactId] = Field(title="もとになる二つの値")


class Facts(Node):
    """population.yaml as a whole."""

    LABEL: ClassVar[str] = "人口などの数値"
    series: tuple[Series, ...] = Field((), title="系列")
    derived: tuple[Derived, ...] = Field((), title="計算で決まる値")
