"""What a job may take, and which jobs travel together on a cluster. A local run keeps to the minutes alone."""

from fnmatch import fnmatchcase

MINUTES = 30  # after which a job hangs; the longest of a study of 30 units takes one
MEGABYTES = 1000  # a job of a study of 30 units takes 170 to 230 up to the scores
# Small jobs that hang together are one job of the cluster; how many of them: `group-components` in the profile.
GROUPS = {
    "answers": "sources standard_report egdi covariates wave_answers wave_measures answers measured cleaning_log "
    "comparability prevalence scores published codebook",
    "statistics": "shares scale_quality association specification_curve change contrast measure_statistics newcomers",
    "figures": "figure_data_* draw_*",
    "exhibits": "exhibits wave_exhibits",
    "report": "report_*",
    "deposit": "datapackage provenance",
}
LARGE = {"claims": 2000, "ladder": 2000, "settle": 2000, "report_*": 2000}


def matching(name, table):
    """The entry of the table whose patterns (between spaces) a rule's name matches; None if there is none."""
    return next(
        (
            table[patterns]
            for patterns in table
            if any(fnmatchcase(name, pattern) for pattern in patterns.split())
        ),
        None,
    )


for each in workflow.rules:
    each.group = matching(each.name, {names: group for group, names in GROUPS.items()})
    declared = {"mem_mb": matching(each.name, LARGE) or MEGABYTES, "runtime": MINUTES}
    chosen = workflow.resource_settings.overwrite_resources.get(each.name, {})
    each.resources.update(
        type(each.resources).from_mapping(
            {name: value for name, value in declared.items() if name not in chosen}
        )
    )
