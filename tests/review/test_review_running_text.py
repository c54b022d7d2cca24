"""Numbers of the running text, as three languages write them, and what is no running text."""

from wavework.review.manifest_rows import by_key
from wavework.review.observed_rows import results
from wavework.review.running_text import numbers_of_text

PAGE = """<html><body><nav><p>9 links</p></nav><main id="content"><h1>Waves of 2022</h1>
<h2 id="sec-one"><span class="header-section-number">1</span> In short</h2>
<p>In <em>2022</em>, 27 services: ρ = −0.52 (<a class="quarto-xref" href="#fig-x">Figure 3</a>), 5,000 tables, 95%.</p>
<p>No number here.</p>
<figure><p>Figure 1: 40 services</p></figure><table><tr><td><p>12</p></td></tr></table>
<ul><li>En France : 0,52 ; 5\u202f000 tables ; 95\u00a0% (n\u00a0= 27)</li></ul>
<h2 id="sec-two">Two</h2><p>3<br>4</p></main><p>8</p></body></html>"""


def test_numbers_are_read_paragraph_by_paragraph_as_they_are_written():
    assert numbers_of_text(PAGE) == [
        ("top", 1, "2022"),
        ("sec-one", 1, "2022 · 27 · −0.52 · 5,000 · 95%"),
        ("sec-one", 2, "0,52 · 5\u202f000 · 95\u00a0% · 27"),
        ("sec-two", 1, "3 · 4"),
    ]


def test_no_paragraph_is_lost_where_two_pages_have_a_heading_of_the_same_id(tmp_path):
    (tmp_path / "config.yaml").write_text("languages: [en]\n", "utf-8")
    output = tmp_path / "report/_output/en"
    output.mkdir(parents=True)
    for name, number in {"first": 27, "second": 28}.items():
        text = f'<main><h2 id="barriers">Barriers</h2><p>{number} services</p></main>'
        (output / f"{name}.html").write_text(text, "utf-8")
    rows = by_key(row for row in results(tmp_path) if row.kind == "running text")
    assert [(row.file.rpartition("/")[2], row.value) for row in rows.values()] == [
        ("first.html", "27"),
        ("second.html", "28"),
    ]
