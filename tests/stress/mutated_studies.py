"""Broken configs, codebooks and registries: each is taken, or refused in the form of the house.

In the form of the house means: each problem names its file, what was found, and what was expected or what to do.
"""

import contextlib
import shutil
import traceback
from pathlib import Path

from tests.hostile.study.mutations import spoiled_study
from tests.hostile.study.spoiled import run

from wavework.problems import InputError

GOOD = ("taken", "refused")


def outcome(number: int, folder: Path) -> str:
    """taken, refused, or what went wrong."""
    study = folder / "study"
    where = spoiled_study(number, study)
    try:
        with contextlib.chdir(study):
            run()
        said = "taken"
    except InputError as error:
        odd = [problem for problem in error.problems if not problem.file or not problem.found]
        odd += [problem for problem in error.problems if not (problem.expected or problem.remedy)]
        said = f"{where}: told in another form: {odd[0]}"[:300] if odd or not error.problems else "refused"
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "wavework" in frame.filename]
        place = ours[-1] if ours else place
        said = f"{where}: {type(error).__name__}: {str(error)[:150]} at {Path(place.filename).name}:{place.lineno}"
    shutil.rmtree(study)
    return said
