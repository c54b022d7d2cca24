"""The look of DOCX and PPTX: pandoc's own reference documents with the study's styles put in.

They are made from what the installed pandoc ships, at each run, so that no binary document lies in the repository.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping

EPOCH = 315_532_800  # 1980-01-01, the first date that a zip file knows: no clock in any output
ACCENT, MUTED, INK, RULE = "0B5C8A", "51606E", "1B2530", "C9D2D9"
FONT = "Calibri"

# style id: (name, kind of paragraph it builds on, what follows it, paragraph properties, run properties)
_STYLES: Mapping[str, tuple[str, str, str, str, str]] = {
    "BodyText": ("Body Text", "Normal", "BodyText", '<w:spacing w:before="0" w:after="140" w:line="276" w:lineRule="auto"/>', ""),
    "Compact": ("Compact", "BodyText", "Compact", '<w:spacing w:before="30" w:after="30" w:line="252" w:lineRule="auto"/>', ""),
    "Title": ("Title", "Normal", "BodyText", '<w:spacing w:before="0" w:after="80"/>', f'<w:b/><w:color w:val="{ACCENT}"/><w:sz w:val="48"/><w:szCs w:val="48"/>'),
    "Subtitle": ("Subtitle", "Normal", "BodyText", '<w:spacing w:before="0" w:after="120"/>', f'<w:color w:val="{MUTED}"/><w:sz w:val="28"/><w:szCs w:val="28"/>'),
    "Author": ("Author", "Normal", "BodyText", '<w:spacing w:before="0" w:after="40"/>', ""),
    "Date": ("Date", "Normal", "BodyText", '<w:spacing w:before="0" w:after="240"/>', f'<w:color w:val="{MUTED}"/>'),
    "AbstractTitle": ("Abstract Title", "Normal", "Abstract", "<w:keepNext/>", "<w:b/>"),
    "Abstract": ("Abstract", "Normal", "BodyText", '<w:spacing w:before="0" w:after="240" w:line="276" w:lineRule="auto"/>', '<w:sz w:val="24"/>'),
    "Caption": ("Caption", "Normal", "BodyText", '<w:spacing w:before="40" w:after="160"/>', f'<w:color w:val="{MUTED}"/><w:sz w:val="19"/><w:szCs w:val="19"/>'),
    "TableCaption": ("Table Caption", "Caption", "BodyText", '<w:keepNext/><w:spacing w:before="240" w:after="80"/>', ""),
    "ExhibitNotes": ("Exhibit Notes", "Caption", "BodyText", "", '<w:sz w:val="17"/><w:szCs w:val="17"/>'),
    "CalloutTitle": ("Callout Title", "BodyText", "Callout", f'<w:keepNext/>{{bar}}<w:spacing w:before="200" w:after="0"/>', f'<w:b/><w:color w:val="{ACCENT}"/>'),
    "Callout": ("Callout", "BodyText", "Callout", f'{{bar}}<w:spacing w:before="0" w:after="0"/>', ""),
}  # fmt: skip
_BAR = (
    f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{ACCENT}"/></w:pBdr>'
    '<w:shd w:val="clear" w:color="auto" w:fill="EEF5F9"/>'
)
_HEADINGS = {1: (34, 400, 140), 2: (27, 300, 100), 3: (23, 240, 80), 4: (22, 200, 60)}
_TABLE = f"""<w:style w:type="table" w:default="1" w:styleId="Table"><w:name w:val="Table"/><w:qFormat/>
<w:rPr><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr>
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="{RULE}"/>
<w:insideH w:val="single" w:sz="4" w:color="{RULE}"/></w:tblBorders>
<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="8" w:color="{INK}"/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>"""


def _style(style_id: str, name: str, based: str, following: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>'
        f'<w:next w:val="{following}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def _word_styles() -> dict[str, str]:
    styles = {
        style_id: _style(style_id, name, based, following, paragraph.replace("{bar}", _BAR), run)
        for style_id, (name, based, following, paragraph, run) in _STYLES.items()
    }
    for level, (size, before, after) in _HEADINGS.items():
        styles[f"Heading{level}"] = _style(
            f"Heading{level}",
            f"heading {level}",
            "Normal",
            "BodyText",
            f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="{after}"/>'
            f'<w:outlineLvl w:val="{level - 1}"/>',
            f'<w:b/><w:color w:val="{ACCENT}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
        )
    return styles | {"Table": _TABLE}


def reference_docx(default: bytes) -> bytes:
    """pandoc's reference.docx with the study's styles, A4 and margins for reading."""

    def styles(xml: str) -> str:
        own = _word_styles()

        def replaced(found: re.Match[str]) -> str:
            return own.pop(found[1], found[0])

        xml = re.sub(r'<w:style\b[^>]*?w:styleId="([^"]+)"[^>]*>.*?</w:style>', replaced, xml, flags=re.DOTALL)
        xml = xml.replace("</w:styles>", "".join(own.values()) + "</w:styles>")
        fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/><w:color w:val="{INK}"/>'
        defaults = f'<w:rPrDefault><w:rPr>{fonts}<w:sz w:val="22"/><w:szCs w:val="22"/>'
        return re.sub(r"<w:rPrDefault>\s*<w:rPr>.*?<w:szCs[^>]*/>", defaults, xml, count=1, flags=re.DOTALL)

    def page(xml: str) -> str:
        size = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1300" w:right="1250" w:bottom="1300" w:left="1250" w:header="600" w:footer="600" w:gutter="0"/>'  # fmt: skip
        return xml.replace("</w:sectPr>", f"{size}</w:sectPr>")

    return _rewritten(default, {"word/styles.xml": styles, "word/document.xml": page})


def reference_pptx(default: bytes) -> bytes:
    """pandoc's reference.pptx (16:9) with the study's colours, titles on the left and sizes that hold a slide's text."""

    def theme(xml: str) -> str:
        colours = {"dk2": ACCENT, "accent1": ACCENT, "accent2": "8A4B08", "hlink": ACCENT, "folHlink": ACCENT}
        for name, colour in colours.items():
            xml = re.sub(rf'(<a:{name}><a:srgbClr val=")[0-9A-F]{{6}}', rf"\g<1>{colour}", xml)
        return re.sub(r"<a:dk1>.*?</a:dk1>", f'<a:dk1><a:srgbClr val="{INK}"/></a:dk1>', xml)

    def master(xml: str) -> str:
        title = re.search(r"<p:titleStyle>.*?</p:titleStyle>", xml, re.DOTALL)
        if title:
            own = title[0].replace('algn="ctr"', 'algn="l"').replace('sz="3300"', 'sz="2400" b="1"')
            xml = xml.replace(title[0], own.replace('schemeClr val="tx1"', 'schemeClr val="tx2"'))
        for was, now in (("2400", "1700"), ("2100", "1500"), ("1800", "1400"), ("1500", "1300")):
            xml = re.sub(rf'(<a:defRPr sz=")({was})(" kern)', rf"\g<1>{now}\g<3>", xml)
        return xml

    return _rewritten(default, {"ppt/theme/theme1.xml": theme, "ppt/slideMasters/slideMaster1.xml": master})


def _rewritten(archive: bytes, changes: Mapping[str, Callable[[str], str]]) -> bytes:
    """A zip file with some of its texts changed, every date the fixed one."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name in changes:
                content = changes[name](content.decode("utf-8")).encode("utf-8")
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
