"""The executor of `make`, which also keeps what each script is given, for `benchmarks/cold.py`: in RECORDED."""

import os
import pickle
from itertools import count
from pathlib import Path

import snakemake_executor_plugin_wavework as wavework

common_settings = wavework.common_settings


class Executor(wavework.Executor):
    """It runs jobs as the other does."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._recorded = count()

    def _run(self, worker: wavework.Worker, script: str, given: bytes) -> None:
        super()._run(worker, script, given)
        (Path(os.environ["RECORDED"]) / f"{next(self._recorded):04}").write_bytes(pickle.dumps((script, given)))
