"""How an export was read (`make read`): for an updater to see, before drafting a wave, whether it was read right."""

import argparse
import sys

from wavework.drafting.study_as_it_stands import SETTINGS, received_file, settings_given, with_keys
from wavework.exports import read_export
from wavework.exports.reading_report import reading_report
from wavework.problems import InputError


def read(export: str, *, structure: str = "", **reading: str) -> str:
    """The report on an export. reading: the keys SETTINGS where the file leaves a choice. Raises InputError."""
    questionnaire = received_file(structure) if structure else None
    return reading_report(read_export(received_file(export), structure=questionnaire, **settings_given(reading)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make read")
    parser.add_argument("--export", required=True)
    for option in ("structure", *SETTINGS):
        parser.add_argument(f"--{option}", default="")
    try:
        print(read(**vars(parser.parse_args())))
    except InputError as error:
        sys.exit(with_keys(error, "make read …"))
