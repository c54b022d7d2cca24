# make       everything from raw to the report
# make test  the tests
# make help  the other targets

PYTHON ?= python3
CORES ?= all
STUDY ?= .
# Quoted, and through Python, so that the folder's name may hold spaces, accents and quotes.
RUN = "$(CURDIR)/.venv/bin/python"
SNAKEMAKE = $(RUN) -m snakemake --workflow-profile "$(CURDIR)/workflow/profiles/default" --snakefile "$(CURDIR)/Snakefile" --cores $(CORES) --directory "$(STUDY)"
# Locks hold names, versions and hashes, for every platform, and no address of an index.
COMPILE = .venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate --quiet --upgrade

export PYTHONDONTWRITEBYTECODE =
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: all look test lint environment dev lock data archive describe explain verify expect compare reconstruct read wave wave-confirm quarto reference benchmark stress clean help

# LANGUAGE is one of gettext's variables too: only that of the command line counts.
ONLY = $(if $(filter command line,$(origin LANGUAGE)),$(LANGUAGE))
FORMATS = $(if $(filter command line,$(origin FORMAT)),$(FORMAT))
TARGETS = $(if $(ONLY)$(FORMATS),reports$(if $(ONLY),_$(ONLY)))

all: environment ## everything from raw to the report, or for looking a part of it: [LANGUAGE=fr FORMAT=html] [TARGETS=files]
	@WAVEWORK_FORMATS="$(FORMATS)" PYTHONPATH="$(CURDIR)/workflow" $(RUN) workflow/scripts/start_run.py "$(STUDY)" $(SNAKEMAKE) --quiet host --executor wavework --logger wavework $(if $(TARGETS),-- $(TARGETS))

look: environment ## one figure in one language, as it would be drawn now: FIGURE=id [LANGUAGE=fr]
	@WAVEWORK_FORMATS= PYTHONPATH="$(CURDIR)/workflow" $(RUN) workflow/scripts/look.py "$(STUDY)" "$(FIGURE)" "$(ONLY)" $(SNAKEMAKE) --quiet host --executor wavework --logger wavework

PYTEST ?= -m "not slow and not matrix and not report and not r" -n auto --dist loadfile --max-worker-restart 0

test: dev ## the tests but the slow simulations and the matrix (all of them: PYTEST=)
	@$(RUN) -m pytest $(PYTEST)

lint: dev ## style, types, workflow
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/snakefmt --check Snakefile workflow/rules
	@.venv/bin/mypy
	@.venv/bin/snakemake --lint

DATA = data$(if $(ONLY),_$(ONLY))

data: environment ## cleaned answers for Stata, SPSS and Parquet, exhibits as a workbook, in data/: [LANGUAGE=fr]
	@$(SNAKEMAKE) $(DATA)

archive: environment ## everything in one file for a deposit, with manifest and licences: deposit/
	@$(SNAKEMAKE) archive --forcerun archive

describe: environment ## write codecheck.yml and the lists of README.md anew
	@PYTHONPATH=workflow $(RUN) workflow/scripts/describe.py

reconstruct: environment ## draw the reconstructed exports of raw/surveys anew (not part of a run)
	@cd "$(STUDY)" && PYTHONPATH="$(CURDIR)/workflow" $(RUN) "$(CURDIR)/workflow/scripts/reconstruct_exports.py"

explain: environment ## where a result comes from: FILE=path | NUMBER=key, statistic or summary:3 | CLAIM=id [LANGUAGE= FORMAT=json]
	@cd "$(STUDY)" && PYTHONPATH="$(CURDIR)/workflow" $(RUN) "$(CURDIR)/workflow/scripts/explain.py" --file "$(FILE)" --number "$(NUMBER)" --claim "$(CLAIM)" --language "$(LANGUAGE)" --format "$(FORMAT)"

READING = --export "$(EXPORT)" --structure "$(STRUCTURE)" --platform "$(PLATFORM)" --encoding "$(ENCODING)" --delimiter "$(DELIMITER)" --sheet "$(SHEET)" --header_rows "$(HEADER_ROWS)"

read: environment ## show how an export is read: EXPORT=path [STRUCTURE=path] [PLATFORM= ENCODING= DELIMITER= SHEET= HEADER_ROWS=]
	@cd "$(STUDY)" && PYTHONPATH="$(CURDIR)/workflow" $(RUN) "$(CURDIR)/workflow/scripts/read.py" $(READING)

wave: environment ## draft a new wave: EXPORT=path ID=… REGION=… YEAR=… [UNITS=column] [TITLE=…] [STRUCTURE= … as for read]
	@cd "$(STUDY)" && PYTHONPATH="$(CURDIR)/workflow" $(RUN) "$(CURDIR)/workflow/scripts/wave.py" draft --id "$(ID)" --region "$(REGION)" --year "$(YEAR)" --units "$(UNITS)" --title "$(TITLE)" $(READING)

wave-confirm: environment ## take the drafts of wave ID=… over into the study
	@cd "$(STUDY)" && PYTHONPATH="$(CURDIR)/workflow" $(RUN) "$(CURDIR)/workflow/scripts/wave.py" confirm --id "$(ID)"

quarto: environment ## get Quarto (its package downloads the program); without it the embedded renderer makes the report
	@.venv/bin/uv pip install --quiet --python .venv/bin/python quarto-cli 2>environment.log && .venv/bin/quarto --version || echo "Quarto could not be downloaded here; nothing has changed, the embedded renderer makes the report."

reference: dev ## rerun R and hold the statistics against it (needs r-base-core, r-cran-coin, -exactranktests, -boot, -psych, -survey)
	@$(RUN) -m pytest -m r

benchmark: dev ## print speed ratios, and keep them in benchmarks/results
	@for file in benchmarks/[a-z]*.py; do echo "== $$file"; PYTHONPATH=.:workflow $(RUN) $$file || exit 1; done

stress: dev ## what a run stands, at length: kills, Ctrl-C, full disks, 20,000 mutated inputs; counts in benchmarks/results
	@PYTHONPATH=.:workflow:workflow/scripts $(RUN) -m tests.stress

environment:
	@$(PYTHON) envs/environment.py envs/pipeline.lock

dev: environment
	@$(PYTHON) envs/environment.py envs/dev.lock

lock: environment ## make the locks anew from pyproject.toml
	$(COMPILE) -o envs/pipeline.lock
	$(COMPILE) --group dev -c envs/pipeline.lock -o envs/dev.lock
	$(COMPILE) --group cluster -c envs/pipeline.lock -o envs/cluster.lock

expect: all ## write expected/ from the finished run, to be reviewed as a diff and committed with a release
	@PYTHONPATH=workflow $(RUN) workflow/scripts/verify.py --expect --study "$(STUDY)"

verify: environment ## in a clean copy, from raw alone: does all come out as expected? [EXHIBIT=id] [REVISION=git revision]
	@PYTHONPATH=workflow $(RUN) workflow/scripts/verify.py --study "$(STUDY)" --exhibit "$(EXHIBIT)" --revision "$(REVISION)" --cores "$(CORES)"

compare: environment ## what changed since other results: OLD=folder or git revision
	@PYTHONPATH=workflow $(RUN) workflow/scripts/compare.py --study "$(STUDY)" --old "$(OLD)" --cores "$(CORES)"

clean: ## remove everything that a run made
	@rm -rf processed figures look data deposit logs ro-crate-metadata.json report/_output report/*/_variables.yml report/*/_has.yml report/*/_site.yml report/*/_pages.json report/*/_tables report/*/_figures .snakemake
	@find report -name '*.qmd' -exec grep -q '^# Written by the pipeline' {} \; -delete # the pages of the site

help:
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14
