"""What the embedded renderer makes of the sample. Expected texts are read off the sample's sources by eye."""

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pptx
import pypdf
import pytest
from tests.pages import Page

from wavework.problems import InputError
from wavework.rendering import pandoc
from wavework.rendering.output_checks import problems_in_output
from wavework.rendering.renderer import FORMATS, render
from wavework.reporting.markdown import pipe_table

RENDERING = Path(pandoc.__file__).parent
THEME = RENDERING.parents[2] / "report/_theme"
HOSTILE = "<script>alert(1)</script> {{< include /etc/passwd >}} @fig-rank $x^2$ | =1+1 *a* `b` # c"
HOSTILE_VARIABLE = "<script>alert(1)</script> {{< var n.keepers >}} @fig-rank"


@pytest.fixture(scope="module")
def pages(rendered):
    return {language: Page(folder / "index.html") for language, folder in rendered.items()}


@pytest.fixture(scope="module")
def papers(rendered):
    return {language: pypdf.PdfReader(folder / "index.pdf") for language, folder in rendered.items()}


def pdf_text(paper):
    """All text of a PDF on one line; a hyphen at a line's end belongs to the layout."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in paper.pages).replace("\xa0", " "))


EXPECTED = {
    "en": [
        "1,204 keepers on 11 islands answered, Île-d'Ouessant among them.",
        "0.71 (95 % interval 0.32 to 0.90), p < 0.001.",
        "See Table 1 for the claims, Figure 2 for the ranks and Section 3 for how it was done (1 and the other figures",
        "Figure 1: Shares of answers on three items, invented, n = 11",
        "Figure 2: Rank of paint and distance at which the light is seen",
        "Table 1: Claims and verdicts, invented",
        "Table 2: Every answer of eleven lighthouses, invented",
        "2.3 Detail in a wide table",
        "Lighthouses and their keepers, 2019 and 2022",
    ],
    "fr": [
        "1 204 gardiens sur 11 îles ont répondu, dont Île-d'Ouessant.",
        "0,71 (intervalle à 95 % de 0,32 à 0,90), p < 0,001.",
        "Voir tableau 1 pour les affirmations, figure 2 pour les rangs et section 3 pour la méthode (1 et les autres",
        "Figure 1 : Parts des réponses à trois questions, inventées, n = 11",
        "Tableau 1 : Affirmations et verdicts, inventés",
        "2.3 Le détail dans un tableau large",
        "« Les mots cités »",
    ],
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_text_of_the_page(pages, language):
    for text in [*EXPECTED[language], HOSTILE, HOSTILE_VARIABLE]:
        assert text in pages[language].text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_text_of_the_pdf(papers, language):
    squeezed = re.sub(r"[\s-]", "", pdf_text(papers[language]))
    for text in [*EXPECTED[language], HOSTILE, HOSTILE_VARIABLE]:
        assert re.sub(r"[\s-]", "", text) in squeezed


@pytest.mark.parametrize("language", ["en", "fr"])
def test_text_of_the_docx(rendered, language):
    document = docx.Document(str(rendered[language] / "index.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells]).replace("\xa0", " ")
    for expected in [*EXPECTED[language], HOSTILE, HOSTILE_VARIABLE]:
        if not expected.startswith("See Table") and not expected.startswith("Voir tableau"):
            assert expected in text


def test_conditions_choose_the_format(pages, papers, rendered):
    document = "\n".join(p.text for p in docx.Document(str(rendered["en"] / "index.docx")).paragraphs)
    screen, paper = "This sentence is for the screen.", "This sentence is for paper"
    assert [text in pages["en"].text for text in (screen, paper)] == [True, False]
    assert [text in pdf_text(papers["en"]) for text in (screen, paper)] == [False, True]
    assert [text in document for text in (screen, paper)] == [False, False]


def test_the_page_names_its_renderer_and_is_whole(pages, rendered):
    html = (rendered["en"] / "index.html").read_text("utf-8")
    assert "Rendered with pandoc 3.9" in pages["en"].text
    assert problems_in_output(html) == []
    assert pages["en"].all("html") == [{"lang": "en"}]
    assert pages["fr"].all("html") == [{"lang": "fr"}]
    assert "<title>Les phares et leurs gardiens, 2019 et 2022</title>" in (rendered["fr"] / "index.html").read_text(
        "utf-8"
    )


def test_references_lead_to_ids(pages):
    page = pages["en"]
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [attributes["href"][1:] for attributes in page.all("a") if attributes.get("href", "").startswith("#")]
    assert len(links) > 12
    assert set(links) <= set(ids)


def test_figures_of_the_page(pages):
    images = pages["en"].all("img")
    assert [image["alt"] for image in images] == [
        'Stacked bars: lamp 8 of 11 fully, fog horn 5, bell 2; the label "bell" & others are invented.',
        "Eleven points that fall from the upper left to the lower right.",
    ]
    assert all(image["src"].startswith("data:image/svg+xml;base64,") for image in images)
    downloads = [a for a in pages["en"].all("a") if "download" in a]
    assert [a["download"] for a in downloads] == ["shares.csv", "shares.svg", "rank.csv", "rank.svg"]


def test_tables_of_the_page(pages):
    tables = pages["en"].all("table")
    boxes = [div for div in pages["en"].all("div") if "table-scroll" in (div.get("class") or "").split()]
    assert [table["aria-labelledby"] for table in tables] == [
        f"tbl-{name}-caption" for name in ("claims", "wide", "long")
    ]
    assert [(box["role"], box["tabindex"]) for box in boxes] == [("region", "0")] * 3
    heads = pages["en"].all("th")
    assert [head["scope"] for head in heads].count("col") == 4 + 11 + 2
    assert [head["scope"] for head in heads].count("row") == 4 + 11 + 33


def test_links_to_other_languages_and_formats(pages):
    links = {a["href"]: a for a in pages["en"].all("a") if not a["href"].startswith("#")}
    assert links["../fr/index.html"]["hreflang"] == "fr"
    assert {"index.pdf", "index.docx", "slides.pptx", "slides.html"} <= set(links)


def test_headings_of_the_page(pages):
    levels = [int(tag[1]) for tag, _ in pages["en"].elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels == [1, 2, 2, 3, 3, 4, 4, 3, 2]
    assert (
        "Table of contents 1 In short 2 Results 2.1 Shares of answers 2.2 Ranks 2.3 Detail in a wide table 3 Method"
        in (pages["en"].text)
    )


@pytest.mark.parametrize(("language", "title"), [("en", "Lighthouses and their keepers, 2019 and 2022"),
                                                ("fr", "Les phares et leurs gardiens, 2019 et 2022")])  # fmt: skip
def test_the_pdf_is_tagged_and_described(papers, language, title):
    paper = papers[language]
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert paper.metadata.title == title
    assert paper.metadata.author == "Ana Íñiguez, Bao Trần"
    xmp = paper.xmp_metadata.rdf_root.toxml()
    assert re.search(r"pdfuaid:part>1<|pdfuaid:part=\"1\"", xmp)
    alternatives = [
        node.get_object().get("/Alt")
        for node in (paper.get_object(number) for number in range(1, len(paper.xref[0]) + 1))
        if isinstance(node, dict) and node.get("/S") in ("/Figure", "/Formula")
    ]
    assert len([text for text in alternatives if text]) == 3  # two figures, one formula


def test_a_long_table_stands_in_the_annex_and_a_wide_one_across_the_page(project, tmp_path):
    rows = [[f"Island {number}", "The lamp was replaced; nobody has complained since."] for number in range(150)]
    table = pipe_table(["Island", "What the keeper wrote"], rows, caption="Open answers", table_id="tbl-long")
    (project / "_tables" / "long.md").write_text(table, "utf-8")
    words = [f"Lighthousekeeper{number}" for number in range(8)]
    table = pipe_table(words, [words], caption="Wide", table_id="tbl-wide")
    (project / "_tables" / "wide.md").write_text(table, "utf-8")
    record = render(project, tmp_path / "out", language="en", formats=["pdf"], renderer="pandoc")
    pages = pypdf.PdfReader(record.files[0]).pages
    texts = [page.extract_text() for page in pages]
    annex = next(
        at for at, text in enumerate(texts) if "Long tables and figures" in text and "Annex" in text and at > 0
    )
    assert [at >= annex for at, text in enumerate(texts) if "What the keeper wrote" in text] == [True] * 3
    (across,) = [page for page, text in zip(pages, texts, strict=True) if "Lighthousekeeper7" in text]
    assert across.mediabox.width > across.mediabox.height
    assert f"Annex, page {annex + 1}" in " ".join(" ".join(texts[:annex]).split())


def test_nothing_runs_off_the_page(papers):
    for page in papers["fr"].pages:
        rights: list[float] = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size, rights=rights: rights.append(tm[4]) if text.strip() else None
        )
        assert max(rights) < float(page.mediabox.width) - 40


def test_docx_is_editable_and_described(rendered):
    document = docx.Document(str(rendered["fr"] / "index.docx"))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[:3] == [
        ("Heading 1", "1 En bref"),
        ("Heading 1", "2 Résultats"),
        ("Heading 2", "2.1 Parts des réponses"),
    ]
    assert document.core_properties.title == "Les phares et leurs gardiens, 2019 et 2022"
    assert [len(table.rows) for table in document.tables] == [5, 12, 34]
    assert next((p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Callout")) == (
        "Callout Title",
        "Données inventées",
    )
    xml = document.element.xml
    assert 'descr="Onze points qui descendent d\'en haut à gauche vers en bas à droite."' in xml.replace("&apos;", "'")
    with zipfile.ZipFile(rendered["fr"] / "index.docx") as archive:
        assert sum(name.endswith(".png") for name in archive.namelist()) == 2
        assert not [name for name in archive.namelist() if name.endswith(".svg")]
    assert (document.sections[0].page_width.mm, document.sections[0].page_height.mm) == (
        pytest.approx(210, abs=0.1),
        pytest.approx(297, abs=0.1),
    )


def test_pptx_has_native_titles_and_alternative_texts(rendered):
    slides = list(pptx.Presentation(str(rendered["en"] / "slides.pptx")).slides)
    assert [slide.shapes.title.text for slide in slides] == [
        "Lighthouses and their keepers",
        "What was asked",
        "Keepers and islands",
        "Lamps come first",
        "The claims",
        "Side by side",
    ]
    pictures = [shape for slide in slides for shape in slide.shapes if shape.shape_type == 13]
    assert [p._element._nvXxPr.cNvPr.get("descr") for p in pictures] == [
        "Bars of answers on three items",
        "Points falling from left to right",
    ]
    assert HOSTILE_VARIABLE in slides[2].placeholders[1].text
    assert slides[2].notes_slide.notes_text_frame.text == "Say that all of it is invented."
    assert len([shape for shape in slides[4].shapes if shape.has_table]) == 1


def test_html_slides(rendered):
    page = Page(rendered["fr"] / "slides.html")
    assert len(page.all("section")) == 6
    assert HOSTILE_VARIABLE in page.text
    assert [image["alt"] for image in page.all("img")] == [
        "Barres des réponses à trois questions",
        "Des points qui descendent de gauche à droite",
    ]


CHILD = """
import sys
from pathlib import Path
from wavework.rendering.renderer import FORMATS, render
record = render(Path(sys.argv[1]), Path(sys.argv[2]), language="fr", formats=FORMATS, renderer="pandoc")
"""


def test_the_bytes_are_the_same_in_another_process_and_place(sample, rendered, tmp_path):
    """Other hash seed, time zone, locale, working folder, environment's own date."""
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "SOURCE_DATE_EPOCH": "1700000000",
        "PYTHONPATH": str(RENDERING.parents[1]),
    }
    subprocess.run(
        [sys.executable, "-c", CHILD, str(sample / "fr"), str(tmp_path / "out")],
        env=environment,
        cwd=tmp_path,
        check=True,
    )

    def hashes(folder):
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    assert hashes(tmp_path / "out") == hashes(rendered["fr"])
    assert len([name for name in hashes(tmp_path / "out") if "/" not in name]) == len(FORMATS)


def test_no_path_of_the_machine_is_in_an_output(rendered):
    for path in (path for path in rendered["en"].rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix in (".docx", ".pptx"):
            with zipfile.ZipFile(path) as archive:
                content = b"".join(archive.read(name) for name in archive.namelist())
        assert str(THEME.parents[1]).encode() not in content
        assert b"/tmp/" not in content


def test_tabs_are_in_no_table_of_contents(project, tmp_path):
    path = project.parent / "_theme/report.yml"
    path.write_text(
        path.read_text("utf-8").replace("toc-depth: 3", "toc-depth: 5").replace("toc-depth: 1", "toc-depth: 5"), "utf-8"
    )
    record = render(project, tmp_path / "out", language="en", formats=["html", "pdf"], renderer="pandoc")
    page = Page(record.files[0])
    assert [a for a in page.all("a") if a.get("href") == "#sec-detail" and "id" in a]  # the contents are there
    assert not [a for a in page.all("a") if a.get("href") == "#islands"]
    contents = pypdf.PdfReader(record.files[1]).pages[0].extract_text()
    assert "Detail in a wide table" in contents
    assert "Islands" not in contents


def test_a_hash_breaks_inside_its_cell(project, tmp_path):
    digest = hashlib.sha256(b"lighthouse").hexdigest()
    rows = [["raw/answers.csv", digest, "published", "An institution with a long name"]]
    table = pipe_table(["File", "SHA-256", "Basis", "Producer"], rows, caption="Files", table_id="tbl-claims")
    (project / "_tables" / "claims.md").write_text(table, "utf-8")
    record = render(project, tmp_path / "out", language="en", formats=["pdf"], renderer="pandoc")
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(record.files[0]).pages)
    lines = text.replace("\u200b", "").splitlines()
    pieces = [piece for line in lines for piece in re.findall(r"[0-9a-f]{8,}", line) if piece in digest]
    assert "".join(pieces) == digest
    assert max(map(len, pieces)) < len(digest)


def test_names_of_authors_are_no_markup(project, tmp_path):
    path = project / "index.qmd"
    head = "author:\n  - name: 'Ana \\#sys O''Neil [x]'\n"
    path.write_text(re.sub(r"author:\n(  - .*\n)+", lambda _: head, path.read_text("utf-8")), "utf-8")
    record = render(project, tmp_path / "out", language="en", formats=["pdf"], renderer="pandoc")
    assert pypdf.PdfReader(record.files[0]).metadata.author == "Ana #sys O’Neil [x]"  # as markdown reads it


def test_wrong_formats_are_refused(sample, tmp_path):
    with pytest.raises(InputError, match="format odt"):
        render(sample / "en", tmp_path, language="en", formats=["odt"])


@pytest.mark.parametrize("name", ["blocks.lua", "report.lua", "paper.lua"])
def test_the_filters_stay_small(name):
    assert len((THEME / name).read_text("utf-8").splitlines()) < 310


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_of_the_colours():
    css = (THEME / "report.css").read_text("utf-8")
    palettes = [
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in css.split("}") if "--paper: #" in block
    ]
    assert len(palettes) == 3
    assert palettes[1] == palettes[2]  # dark by the system's wish and by the button
    for colours in palettes:
        for text in ("ink", "muted", "accent", "warning", "good", "bad"):
            for ground in ("paper", "surface", "accent-tint", "warning-tint"):
                dark, light = sorted((luminance(colours[text]), luminance(colours[ground])))
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)
        dark, light = sorted((luminance(colours["edge"]), luminance(colours["paper"])))
        assert (light + 0.05) / (dark + 0.05) >= 3
