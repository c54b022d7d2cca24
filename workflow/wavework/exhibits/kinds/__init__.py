"""The chart kinds: each module here holds the record of one, as KIND, or as KINDS by the data that it can show."""

from importlib import import_module
from pkgutil import iter_modules

from wavework.exhibits.kind import Kind


def _records(name: str) -> dict[tuple[str, str], Kind]:
    module = import_module(f"{__name__}.{name}")
    records: dict[str, Kind] = getattr(module, "KINDS", None) or {"": module.KIND}
    return {(name, data): record for data, record in records.items()}


# (kind, data) of figures.yaml -> its record; data is "" where a kind shows one thing only.
KINDS = {key: record for found in iter_modules(__path__) for key, record in _records(found.name).items()}
