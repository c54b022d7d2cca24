"""How long all claims take on the study's own answers with 500 draws each: well under a minute is wanted.

Run from the repository:
PYTHONPATH=workflow:workflow/scripts:tests/claims .venv/bin/python -P benchmarks/claims.py
(-P: otherwise this file stands in the way of workflow/scripts/claims.py)
"""

from time import perf_counter

from study_claims import study, study_answers, study_verdicts


def main() -> None:
    answers, draws = study_answers(), study()["reconstruction"]["draws"]
    resamples = study()["statistics"]["resamples"]
    start = perf_counter()
    table, _ = study_verdicts(answers, draws=draws, resamples=resamples, bootstrap=study()["statistics"]["bootstrap"])
    seconds = perf_counter() - start
    tested = table["draws"].notna().sum()
    print(f"{len(table)} claims, {tested} of them on {draws} draws, in {seconds:.1f} s")
    print(table["verdict"].value_counts().to_string())


if __name__ == "__main__":
    main()
