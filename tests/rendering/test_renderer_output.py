"""What a rendered page may not hold."""

import pytest

from wavework.rendering.output_checks import problems_in_output


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>?var:a.zzz</p>", "?var:a.zzz"),
        ("<p>?meta:x</p>", "?meta:x"),
        ("<p>?invalid var type:table</p>", "?invalid var type:"),
        ("<p><strong>?@fig-nope</strong></p>", "?@fig-nope"),
        ("<p>Shortcode 'x' not found</p>", "Shortcode 'x' not found"),
        ("<img alt='?var:x' src='data:image/png;base64,AA'>", "?var:x"),
        ("<p>V\ue000var:x\ue001V</p>", "\\ue000"),
        ("<img src='https://example.org/x.png'>", "loads a resource"),
        ("<img src='x.png'>", "loads a resource"),
        ("<img srcset='x.png 2x'>", "loads a resource"),
        ("<script src='//cdn.example.org/x.js'></script>", "loads a resource"),
        ("<link rel='stylesheet' href='https://example.org/x.css'>", "loads a resource"),
        ("<link rel='preload stylesheet' href='x.css'>", "loads a resource"),
        ("<iframe src='https://example.org'></iframe>", "loads a resource"),
        ("<object data='x.svg'></object>", "loads a resource"),
        ("<video poster='x.png'></video>", "loads a resource"),
        ("<svg><use href='x.svg#a'></use></svg>", "loads a resource"),
        ("<svg><image xlink:href='x.png'></image></svg>", "loads a resource"),
        ("<form action='https://example.org'></form>", "loads a resource"),
        ("<style>@import 'https://example.org/x.css';</style>", "the style loads"),
        ("<style>@font-face { src: url(https://example.org/x.woff2) }</style>", "the style loads"),
        ("<p style='background: url(//example.org/x.png)'>x</p>", "the style loads"),
    ],
)
def test_a_page_that_fails_or_loads(html, said):
    (problem,) = problems_in_output(f"<p>first</p>\n{html}", file="index.html")
    assert said in problem.found
    assert (problem.file, problem.row) == ("index.html", 2)


def test_links_and_embedded_resources_are_fine():
    html = (
        '<a href="https://example.org">x</a> <a href="#fig-x">y</a> <a download="x.csv" href="data:text/csv,a">z</a>'
        '<img src="data:image/svg+xml;base64,AA"> <svg><use href="#glyph"></use></svg> <link rel="license" href="https://x">'
        "<style>a { background: url(data:image/png;base64,AA) }</style> <script>const a = 'https://example.org/';</script>"
        "<p>Is this a variable? var: no. What? @fig-x.</p>"
    )
    assert problems_in_output(html) == []
