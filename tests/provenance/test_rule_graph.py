"""docs/rules.md shows the rules as they are. REWRITE=1 writes the graph anew."""

import os

from tests.conftest import run_snakemake

from wavework.provenance.rule_graph import mermaid, with_graph


def test_rules_that_run_one_script_are_one_node_and_implied_edges_are_left_out():
    nodes = ["all", "draw_one", "draw_two", "figure_data_one", "answers", "answers_of_one"]
    dot = "".join(f'\t{at}[label = "{name}", color = "0.1"];\n' for at, name in enumerate(nodes))
    # all <- both drawings <- data <- answers <- wave; and all <- answers, which the others imply
    dot += "".join(f"\t{start} -> {end}\n" for start, end in ["10", "20", "31", "43", "54", "40"])
    edges = ["answers --> figure_data", "answers_of --> answers", "draw --> all", "figure_data --> draw"]
    expected = "".join(f"    {edge}\n" for edge in edges)
    assert mermaid(dot, {"draw", "figure_data", "answers", "answers_of"}) == f"flowchart TD\n{expected}"


def test_the_docs_show_the_rules_as_they_are(repo):
    done = run_snakemake(repo, "--rulegraph", "dot", "--quiet")
    assert done.returncode == 0, done.stdout
    scripts = {path.stem for path in (repo / "workflow/scripts").glob("*.py")}
    page = repo / "docs/rules.md"
    current = with_graph(page.read_text("utf-8"), mermaid(done.stdout, scripts))
    if os.environ.get("REWRITE"):
        page.write_text(current, "utf-8")
    assert page.read_text("utf-8") == current
