"""The codebook: items, batteries, scales, units, crosswalk and corrections, as validated tables.

Our judgement about the questionnaires is data. This room knows no files of answers and no statistics.
"""

from wavework.codebook.near_names import near_units, told_near
from wavework.codebook.spellings import LANGUAGES, NO_ANSWER, matching_text, recode_map, recode_pairs, unit_text
from wavework.codebook.tables import Codebook, check_against_study, read_codebook

__all__ = [
    "LANGUAGES",
    "NO_ANSWER",
    "Codebook",
    "check_against_study",
    "matching_text",
    "near_units",
    "read_codebook",
    "recode_map",
    "recode_pairs",
    "told_near",
    "unit_text",
]
