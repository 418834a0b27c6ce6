"""What catalogues of data want to know, in the words of DCAT 3 as DCAT-AP 3.0 wants them, as JSON-LD.

Addresses are relative to the file itself: where a city puts the folder is not for the plan to say.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from vision_compiler.model.plan import Plan
from vision_compiler.opendata.days import first_day, is_day, last_day
from vision_compiler.opendata.licences import address_of

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_JAPANESE = "http://publications.europa.eu/resource/authority/language/JPN"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_PUBLISHER = "#publisher"


class Form(NamedTuple):
    """A file that a dataset is handed out as; ``follows`` says where its form is described."""

    file: str
    title: str
    media_type: str
    follows: str = ""


class Dataset(NamedTuple):
    """Data with the files that it is handed out as."""

    id: str
    title: str
    description: str
    forms: Sequence[Form]


def catalogue(plan: Plan, datasets: Sequence[Dataset]) -> dict[str, Any]:
    """The catalogue of these datasets."""
    settings = plan.settings
    title = f"{settings.title} オープンデータ"
    return {
        "@context": _CONTEXT,
        "@id": "#catalog",
        "@type": "dcat:Catalog",
        "dct:title": _japanese(title),
        "dct:description": _japanese(f"{settings.title}の指標、体系、数値、用語"),
        **_shared(plan),
        "dct:publisher": {
            "@id": _PUBLISHER,
            "@type": "foaf:Agent",
            "foaf:name": _japanese(settings.publisher.name),
        },
        "dcat:dataset": [_dataset(plan, dataset) for dataset in datasets],
    }


def _dataset(plan: Plan, dataset: Dataset) -> dict[str, Any]:
    settings = plan.settings
    return {
        "@id": f"#{dataset.id}",
        "@type": "dcat:Dataset",
        "dct:title": _japanese(f"{settings.title} {dataset.title}"),
        "dct:description": _japanese(dataset.description),
        **_shared(plan),
        "dct:publisher": {"@id": _PUBLISHER},
        "dcat:keyword": [_japanese(keyword) for keyword in settings.keywords],
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed(first_day(settings.period.start), "date"),
            "dcat:endDate": _typed(last_day(settings.period.end), "date"),
        },
        "dcat:distribution": [_distribution(plan, form) for form in dataset.forms],
    }


def _shared(plan: Plan) -> dict[str, Any]:
    """What holds of the catalogue and of all that is in it."""
    municipality, date = plan.settings.municipality, plan.settings.date
    place = {
        "@type": "dct:Location",
        "dct:identifier": municipality.code,
        "skos:prefLabel": _japanese(municipality.name),
    }
    return {
        "dct:language": {"@id": _JAPANESE, "@type": "dct:LinguisticSystem"},
        "dct:issued": _typed(date, "date" if is_day(date) else "gYearMonth"),
        "dct:spatial": place,
    }


def _distribution(plan: Plan, form: Form) -> dict[str, Any]:
    follows = {"dct:conformsTo": {"@id": form.follows, "@type": "dct:Standard"}} if form.follows else {}
    return {
        "@type": "dcat:Distribution",
        "dct:title": _japanese(form.title),
        "dcat:accessURL": {"@id": form.file},
        "dcat:downloadURL": {"@id": form.file},
        "dcat:mediaType": {"@id": f"{_MEDIA}{form.media_type}", "@type": "dct:MediaType"},
        **follows,
        **_licence(plan.settings.licence),
    }


def _licence(licence: str | None) -> dict[str, Any]:
    """The licence that the plan names; nobody grants one by leaving it out."""
    if not licence:
        return {}
    address = {"@id": address_of(licence)} if address_of(licence) else {}
    return {"dct:license": {**address, "@type": "dct:LicenseDocument", "dct:title": _japanese(licence)}}


def _japanese(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "ja"}


def _typed(text: str, kind: str) -> dict[str, str]:
    return {"@value": text, "@type": f"xsd:{kind}"}
