"""Which model a place in a file belongs to."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic.fields import FieldInfo

from vision_compiler.model.base import Node


def model_at(model: type[Node], loc: tuple[int | str, ...]) -> type[Node]:
    """The model that the last key of ``loc`` belongs to, found by walking the types of the fields."""
    candidates = [model]
    for part in loc[:-1]:
        if owners := [owner for owner in candidates if part in owner.model_fields]:
            candidates = _models_in(_fields(owners[0])[str(part)].annotation) or owners
        elif isinstance(part, str):
            candidates = [owner for owner in candidates if _is_tagged(owner, part)] or candidates
    return candidates[0]


def _fields(model: type[Node]) -> dict[str, FieldInfo]:
    """The fields of a model; where their types name a class that came later, it is looked up now."""
    if not model.__pydantic_fields_complete__:
        model.model_rebuild()
    return model.model_fields


def _models_in(annotation: Any) -> list[type[Node]]:
    if isinstance(annotation, type) and issubclass(annotation, Node):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models_in(inner)]


def _is_tagged(model: type[Node], tag: str) -> bool:
    kind = model.model_fields.get("kind")
    return model.__name__ == tag or (kind is not None and tag in get_args(kind.annotation))


def fields_with_models(
    model: type[Node], seen: frozenset[type[Node]] = frozenset()
) -> Iterator[tuple[str, type[Node]]]:
    """Every key at any depth whose value is a mapping or a list of mappings, with the model of these."""
    for name, field in _fields(model).items():
        for inner in _models_in(field.annotation):
            yield name, inner
            if inner not in seen:
                yield from fields_with_models(inner, seen | {inner})
