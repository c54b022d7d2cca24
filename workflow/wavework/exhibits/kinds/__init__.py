"""The chart kinds: each module here holds the record of one, as KIND, or as KINDS by the data that it can show."""

from types import ModuleType

from wavework.exhibits.kind import Kind
from wavework.exhibits.kinds import (  # noqa: F401 (imported by name, so that the inputs of jobs can be found)
    compared_values,
    dot_interval,
    heatmap,
    ladder,
    leave_one_out,
    paired_change,
    participation,
    ranked_items,
    scatter_labelled,
    single_choice,
    specification_curve,
    stacked_shares,
    trajectories,
    verdicts,
    what_would_settle,
)


def _records(module: ModuleType) -> dict[tuple[str, str], Kind]:
    records: dict[str, Kind] = getattr(module, "KINDS", None) or {"": module.KIND}
    return {(module.__name__.rpartition(".")[2], data): record for data, record in records.items()}


_MODULES = [imported for imported in list(globals().values()) if isinstance(imported, ModuleType)]
# (kind, data) of figures.yaml -> its record; data is "" where a kind shows one thing only.
KINDS = {key: record for module in _MODULES for key, record in _records(module).items()}
