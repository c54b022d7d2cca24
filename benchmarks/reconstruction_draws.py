"""How long the claims' draws take: 500 tables of the whole study, then every claim with its own constraints left out.

Run from the repository: PYTHONPATH=workflow .venv/bin/python benchmarks/reconstruction_draws.py
"""

from pathlib import Path
from time import perf_counter

import yaml

from wavework.codebook import read_codebook
from wavework.reconstruction import feasibility
from wavework.reconstruction.constraints import build_system
from wavework.reconstruction.sampler import draw, draw_without
from wavework.tables import read_table

DRAWS, SEED = 500, 2022
FOLDER = Path("workflow/codebook")
TABLES = ("items", "batteries", "scales", "units", "crosswalk", "corrections")


def main() -> None:
    choices = yaml.safe_load(Path("config.yaml").read_text(encoding="utf-8"))
    book = read_codebook([FOLDER / f"{name}.csv" for name in TABLES])
    constraints = read_table(FOLDER / "constraints.csv")
    units = {wave: one["units"] for wave, one in choices["waves"].items()}

    start = perf_counter()
    system = build_system(book, constraints, units, choices["reconstruction"]["assumptions"])
    print(f"{len(system.cells)} cells, {len(system.inequalities)} inequalities built in {perf_counter() - start:.2f} s")

    start = perf_counter()
    feasibility.check(system)
    print(f"feasibility checked by HiGHS in {perf_counter() - start:.2f} s")

    start = perf_counter()
    base = draw(system, DRAWS, SEED, "claims")
    print(f"{DRAWS} draws of {len(system.components)} components in {perf_counter() - start:.2f} s")
    print(f"  {len(base.walked)} components walked; 10^{base.log10_tables:.0f} tables agree with all constraints")

    claims = sorted({claim for named in system.claims.values() for claim in named})
    start = perf_counter()
    walked = sum(len(draw_without(base, system.stating(claim), SEED).walked) for claim in claims)
    print(f"{len(claims)} claims, each without its own constraints, in {perf_counter() - start:.2f} s; {walked} walked")

    start = perf_counter()
    forced = draw(system, DRAWS, SEED, "claims", states=1)
    print(f"the same {DRAWS} draws with {len(forced.walked)} components walked in {perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
