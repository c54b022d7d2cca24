"""The look of DOCX and PPTX: pandoc's own reference documents with the study's styles put in.

They are made from what the installed pandoc ships, at each run, so that no binary document lies in the repository.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping

from wavework.house_style import HouseStyle

EPOCH = 315_532_800  # 1980-01-01, the first date that a zip file knows: no clock in any output
MUTED, INK, RULE = "51606E", "1B2530", "C9D2D9"
ACCENT = "{accent}"  # filled in with the study's
FONT = "Calibri"  # where none is chosen

# style id: name, style it builds on, style that follows, size in half points, colour, bold, other paragraph properties
_STYLES: Mapping[str, tuple[str, str, str, int, str, bool, str]] = {
    "BodyText": ("Body Text", "Normal", "BodyText", 22, INK, False, "{space 0 140}"),
    "Compact": ("Compact", "BodyText", "Compact", 20, INK, False, "{space 30 30}"),
    "Title": ("Title", "Normal", "BodyText", 48, ACCENT, True, "{space 0 80}"),
    "Subtitle": ("Subtitle", "Normal", "BodyText", 28, MUTED, False, "{space 0 120}"),
    "Author": ("Author", "Normal", "BodyText", 22, INK, False, "{space 0 40}"),
    "Date": ("Date", "Normal", "BodyText", 22, MUTED, False, "{space 0 240}"),
    "AbstractTitle": ("Abstract Title", "Normal", "Abstract", 22, INK, True, "<w:keepNext/>"),
    "Abstract": ("Abstract", "Normal", "BodyText", 24, INK, False, "{space 0 240}"),
    "Caption": ("Caption", "Normal", "BodyText", 19, MUTED, False, "{space 40 160}"),
    "TableCaption": ("Table Caption", "Caption", "BodyText", 19, MUTED, False, "<w:keepNext/>{space 240 80}"),
    "ExhibitNotes": ("Exhibit Notes", "Caption", "BodyText", 17, MUTED, False, "{space 0 160}"),
    "CalloutTitle": ("Callout Title", "BodyText", "Callout", 22, ACCENT, True, "<w:keepNext/>{bar}{space 200 0}"),
    "Callout": ("Callout", "BodyText", "Callout", 22, INK, False, "{bar}{space 0 0}"),
    "Heading1": ("heading 1", "Normal", "BodyText", 34, ACCENT, True, "{heading 0}{space 400 140}"),
    "Heading2": ("heading 2", "Normal", "BodyText", 27, ACCENT, True, "{heading 1}{space 300 100}"),
    "Heading3": ("heading 3", "Normal", "BodyText", 23, ACCENT, True, "{heading 2}{space 240 80}"),
    "Heading4": ("heading 4", "Normal", "BodyText", 22, ACCENT, True, "{heading 3}{space 200 60}"),
}
_BAR = (
    '<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{accent}"/></w:pBdr>'
    '<w:shd w:val="clear" w:color="auto" w:fill="{tint}"/>'
)
_TABLE = f"""<w:style w:type="table" w:default="1" w:styleId="Table"><w:name w:val="Table"/><w:qFormat/>
<w:rPr><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr>
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="{RULE}"/>
<w:insideH w:val="single" w:sz="4" w:color="{RULE}"/></w:tblBorders>
<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="8" w:color="{INK}"/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr>
</w:tblStylePr></w:style>"""


# A slide is 13.33 x 7.5 inches, 914 400 units to the inch, and has no text below 18 points. Where title, text, picture
# and the line under a picture stand: x, y, width, height.
SLIDE = (12192000, 6858000)
MARGIN, WIDE = 472440, 11247120  # 12.3 inches, for which the pictures of slides are drawn
TITLE = (MARGIN, 73152, WIDE, 1051560)
BODY = (MARGIN, 1280160, WIDE, 5394960)
PICTURE = (MARGIN, 1161288, WIDE, 5120640)
CAPTION = (MARGIN, 6272784, WIDE, 566928)
TITLE_SIZE, TEXT_SIZE, LEAST_SIZE = 24, 22, 18
_PLACE = re.compile(r'<a:off x="(\d+)" y="(\d+)"\s*/>\s*<a:ext cx="(\d+)" cy="(\d+)"\s*/>')


def _at(place: tuple[int, int, int, int]) -> str:
    return '<a:off x="{}" y="{}"/><a:ext cx="{}" cy="{}"/>'.format(*place)


def _word_styles(accent: str, tint: str) -> dict[str, str]:
    """The study's styles as elements of styles.xml, by style id. The order of properties is the format's own."""
    styles = {"Table": _TABLE}
    for style_id, (name, based, following, size, colour, bold, properties) in _STYLES.items():
        level = re.search(r"\{heading (\d)\}", properties)
        space = re.search(r"\{space (\d+) (\d+)\}", properties)
        paragraph = "<w:keepNext/><w:keepLines/>" if level else "<w:keepNext/>" if "keepNext" in properties else ""
        paragraph += _BAR if "{bar}" in properties else ""
        if space:
            paragraph += f'<w:spacing w:before="{space[1]}" w:after="{space[2]}" w:line="264" w:lineRule="auto"/>'
        paragraph += f'<w:outlineLvl w:val="{level[1]}"/>' if level else ""
        paragraph = paragraph.replace("{accent}", accent).replace("{tint}", tint)
        colour = accent if colour == ACCENT else colour
        run = f'{"<w:b/>" if bold else ""}<w:color w:val="{colour}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        styles[style_id] = (
            f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>'
            f'<w:next w:val="{following}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
        )
    return styles


def reference_docx(default: bytes, style: HouseStyle, family: str = "") -> bytes:
    """pandoc's reference.docx with the study's styles, A4 and margins for reading. family: of the font, if chosen."""
    font = family or FONT

    def styles(xml: str) -> str:
        own = _word_styles(_hex(style.accent), _hex(style.tint))

        def replaced(found: re.Match[str]) -> str:
            return own.pop(found[1], found[0])

        xml = re.sub(r'<w:style\b[^>]*?w:styleId="([^"]+)"[^>]*>.*?</w:style>', replaced, xml, flags=re.DOTALL)
        xml = xml.replace("</w:styles>", "".join(own.values()) + "</w:styles>")
        fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/><w:color w:val="{INK}"/>'
        defaults = f'<w:rPrDefault><w:rPr>{fonts}<w:sz w:val="22"/><w:szCs w:val="22"/>'
        return re.sub(r"<w:rPrDefault>\s*<w:rPr>.*?<w:szCs[^>]*/>", defaults, xml, count=1, flags=re.DOTALL)

    def page(xml: str) -> str:
        margins = " ".join(f'w:{side}="1250"' for side in ("top", "right", "bottom", "left"))
        size = f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar {margins} w:header="600" w:footer="600" w:gutter="0"/>'
        return xml.replace("</w:sectPr>", f"{size}</w:sectPr>")

    return _rewritten(default, {"word/styles.xml": styles, "word/document.xml": page})


def _hex(colour: str) -> str:
    return colour[1:].upper()


def reference_pptx(default: bytes, style: HouseStyle, family: str = "") -> bytes:
    """pandoc's reference.pptx with the study's colours, 13.33 inches wide, titles on the left and text for a room.

    A title holds a sentence of up to three lines; what is below it reaches down to the edge, as there is no footer.
    """

    def theme(xml: str) -> str:
        accent = _hex(style.accent)
        colours = {"dk2": accent, "accent1": accent, "accent2": "8A4B08", "hlink": accent, "folHlink": accent}
        if family:
            xml = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{family}", xml)
        for name, colour in colours.items():
            xml = re.sub(rf'(<a:{name}><a:srgbClr val=")[0-9A-F]{{6}}', rf"\g<1>{colour}", xml)
        return re.sub(r"<a:dk1>.*?</a:dk1>", f'<a:dk1><a:srgbClr val="{INK}"/></a:dk1>', xml)

    def larger(xml: str) -> str:
        """From pandoc's slide of 10 inches to one of 13.33, with text that a room can read."""
        grown = _PLACE.sub(lambda found: _at(tuple(int(each) * 4 // 3 for each in found.groups())), xml)  # type: ignore[arg-type]
        return re.sub(r'sz="(\d{3,4})"', lambda found: f'sz="{max(int(found[1]), 100 * LEAST_SIZE)}"', grown)

    def master(xml: str) -> str:
        xml = larger(xml)
        title = re.search(r"<p:titleStyle>.*?</p:titleStyle>", xml, re.DOTALL)
        if title:
            own = title[0].replace('algn="ctr"', 'algn="l"').replace('sz="3300"', f'sz="{TITLE_SIZE}00" b="1"')
            own = own.replace("<a:spcBef>", '<a:lnSpc><a:spcPct val="90000"/></a:lnSpc><a:spcBef>', 1)
            xml = xml.replace(title[0], own.replace('schemeClr val="tx1"', 'schemeClr val="tx2"'))
        for was, now in ((2400, TEXT_SIZE), (2100, 20)):
            xml = re.sub(rf'(<a:defRPr sz="){was}(" kern)', rf"\g<1>{now}00\g<2>", xml)
        places = iter((TITLE, BODY))
        xml = re.sub(
            rf'(type="(?:title|body)".*?){_PLACE.pattern}', lambda found: found[1] + _at(next(places)), xml, count=2,
            flags=re.DOTALL,
        )  # fmt: skip
        return xml.replace('anchor="ctr"', 'anchor="b"', 1)  # of the title: whatever is below it, it stands close to it

    def title_slide(xml: str) -> str:
        large = '<a:lstStyle><a:lvl1pPr><a:defRPr sz="4000"/></a:lvl1pPr></a:lstStyle>'
        xml = larger(xml).replace("<a:lstStyle/>", large, 1).replace('algn="ctr"', 'algn="l"')
        xml = xml.replace('<a:tint val="75000"/>', "")  # of the subtitle, too pale to be read
        return xml.replace('<a:off x="1828800" ', '<a:off x="914400" ')

    def presentation(xml: str) -> str:
        return re.sub(r"<p:sldSz[^>]*/>", '<p:sldSz cx="{}" cy="{}"/>'.format(*SLIDE), xml)

    changes: dict[str, Callable[[str], str]] = {
        **{f"ppt/slideLayouts/slideLayout{number}.xml": larger for number in range(2, 12)},
        "ppt/theme/theme1.xml": theme,
        "ppt/slideMasters/slideMaster1.xml": master,
        "ppt/slideLayouts/slideLayout1.xml": title_slide,
        "ppt/presentation.xml": presentation,
    }
    return _rewritten(default, changes)


def with_alternative_texts(presentation: bytes) -> bytes:
    """A presentation of pandoc's in which each picture's description is its alternative text alone.

    pandoc writes an image's title, where the filter put the alternative text, and the file's path below it. It writes
    captions, which stand in a box of their own, in the middle: here a picture is as large as its slide has room, and
    the line below it stands at the foot.
    """

    def caption(box: re.Match[str]) -> str:
        text = box[0].replace("<a:rPr", f'<a:rPr sz="{LEAST_SIZE}00"').replace('algn="ctr"', 'algn="l"')
        text = re.sub(r"<a:bodyPr\b", '<a:bodyPr tIns="0" bIns="0"', text)
        return _PLACE.sub(_at(CAPTION), text)

    def picture(box: re.Match[str]) -> str:
        left, top, width, height = PICTURE

        def fitted(found: re.Match[str]) -> str:
            wide, high = int(found[3]), int(found[4])
            scale = min(width / wide, height / high)
            return _at((left, top, round(wide * scale), round(high * scale)))

        return _PLACE.sub(fitted, box[0])

    def slide(xml: str) -> str:
        xml = re.sub(r'<p:cNvPr id="\d+" name="TextBox .*?</p:sp>', caption, xml, flags=re.DOTALL)
        xml = re.sub(r"<p:pic>.*?</p:pic>", picture, xml, flags=re.DOTALL)
        return re.sub(r'(<p:cNvPr descr="[^"]*?)\n\n[^"\n]*"', r'\g<1>"', xml)

    with zipfile.ZipFile(io.BytesIO(presentation)) as archive:
        slides = [name for name in archive.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    return _rewritten(presentation, dict.fromkeys(slides, slide))


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
