"""What makes a PDF one for the archive (PDF/A-3a) and for everyone (PDF/UA-1): metadata, colours, attachments."""

from collections.abc import Sequence
from functools import cache
from hashlib import md5
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import pydyf
from msgspec import Struct

from vision_compiler.moments import moment
from vision_compiler.typeset.file import Packed

PRODUCER = "vision-compiler"
_LANGUAGE = "ja"
#: PDF writes a moment without signs: 20240201000000Z.
_BARE = str.maketrans("", "", "-:T")
_METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
{properties}
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


class Imprint(Struct, frozen=True):
    """What a PDF says of itself. ``date`` is the day of the plan (2024-02-01) or a moment, never that of printing."""

    title: str
    author: str
    date: str
    subject: str = ""
    keywords: tuple[str, ...] = ()


class Attachment(Struct, frozen=True):
    """A file inside the PDF: the source that it was made from, or the data that it shows."""

    name: str
    content: bytes
    media_type: str
    description: str
    relationship: Literal["Source", "Data"] = "Source"


def add_archive_metadata(
    pdf: pydyf.PDF, imprint: Imprint, attachments: Sequence[Attachment], is_cmyk: bool = False
) -> None:
    """Everything that the two standards ask for beside tags and fonts.

    Inks mean nothing without the profile of a press, which only the printer has: what is separated into them is for
    everyone, but not for the archive.
    """
    date = moment(imprint.date)
    in_pdf = f"D:{date.translate(_BARE)}"
    _add_information(pdf, imprint, in_pdf)
    # Uncompressed, as the stricter validators want it.
    xmp = _xmp(imprint, date, is_cmyk)
    metadata = pydyf.Stream([xmp], {"Type": "/Metadata", "Subtype": "/XML"})
    pdf.add_object(metadata)
    pdf.catalog["Metadata"] = metadata.reference
    pdf.catalog["Lang"] = pydyf.String(_LANGUAGE)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    if not is_cmyk:
        _add_colours(pdf)
    _add_attachments(pdf, attachments, in_pdf)


def _add_information(pdf: pydyf.PDF, imprint: Imprint, date: str) -> None:
    """What older programs read; the metadata say the same."""
    facts = {
        "Title": imprint.title,
        "Author": imprint.author,
        "Subject": imprint.subject,
        "Keywords": _listed(imprint.keywords),
        "Creator": PRODUCER,
        "Producer": PRODUCER,
        "CreationDate": date,
        "ModDate": date,
    }
    pdf.info.update({name: pydyf.String(fact) for name, fact in facts.items() if fact})


def _listed(keywords: Sequence[str]) -> str:
    return ", ".join(keywords)


def _xmp(imprint: Imprint, date: str, is_cmyk: bool) -> bytes:
    archive = [] if is_cmyk else [("pdfaid:part", "3"), ("pdfaid:conformance", "A")]
    properties = [
        *archive,
        ("pdfuaid:part", "1"),
        ("dc:title", _container("Alt", [imprint.title])),
        ("dc:creator", _container("Seq", [imprint.author])),
        ("dc:description", _container("Alt", [imprint.subject] if imprint.subject else [])),
        ("dc:subject", _container("Bag", imprint.keywords)),
        ("dc:language", _container("Bag", [_LANGUAGE])),
        ("xmp:CreateDate", date),
        ("xmp:ModifyDate", date),
        ("xmp:CreatorTool", PRODUCER),
        ("pdf:Producer", PRODUCER),
        ("pdf:Keywords", escape(_listed(imprint.keywords))),
    ]
    lines = (f"<{name}>{value}</{name}>" for name, value in properties if value)
    return _METADATA.format(properties="\n".join(lines)).encode()


def _container(kind: str, texts: Sequence[str]) -> str:
    opening = '<rdf:li xml:lang="x-default">' if kind == "Alt" else "<rdf:li>"
    items = "".join(f"{opening}{escape(text)}</rdf:li>" for text in texts)
    return f"<rdf:{kind}>{items}</rdf:{kind}>" if items else ""


def _add_colours(pdf: pydyf.PDF) -> None:
    """Our colours mean sRGB."""
    profile = Packed(_profile(), b"/N 3")
    pdf.add_object(profile)
    intent = {
        "Type": "/OutputIntent",
        "S": "/GTS_PDFA1",
        "OutputConditionIdentifier": pydyf.String("sRGB2014"),
        "Info": pydyf.String("sRGB2014"),
        "DestOutputProfile": profile.reference,
    }
    pdf.catalog["OutputIntents"] = pydyf.Array([pydyf.Dictionary(intent)])


@cache
def _profile() -> bytes:
    """The profile that WeasyPrint brings; found without loading WeasyPrint."""
    found = find_spec("weasyprint")
    assert found is not None and found.origin is not None
    return (Path(found.origin).parent / "pdf" / "sRGB2014.icc").read_bytes()


def _add_attachments(pdf: pydyf.PDF, attachments: Sequence[Attachment], date: str) -> None:
    if not attachments:
        return
    names, files = pydyf.Array(), pydyf.Array()
    for each in sorted(attachments, key=lambda attachment: attachment.name):
        checksum = md5(each.content, usedforsecurity=False).hexdigest()
        facts = {"Size": len(each.content), "ModDate": pydyf.String(date), "CheckSum": f"<{checksum}>"}
        entries = b"/Type/EmbeddedFile/Subtype%s/Params%s" % (pydyf.name(each.media_type), pydyf.Dictionary(facts).data)
        file = Packed(each.content, entries)
        pdf.add_object(file)
        specification = pydyf.Dictionary(
            {
                "Type": "/Filespec",
                "F": pydyf.String(each.name),
                "UF": pydyf.String(each.name),
                "Desc": pydyf.String(each.description),
                "AFRelationship": f"/{each.relationship}",
                "EF": pydyf.Dictionary({"F": file.reference, "UF": file.reference}),
            }
        )
        pdf.add_object(specification)
        names += [pydyf.String(each.name), specification.reference]
        files.append(specification.reference)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = pydyf.Dictionary({"Names": names})
    pdf.catalog["AF"] = files
