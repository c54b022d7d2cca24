"""The codebook: items, batteries, scales, units, crosswalk and corrections, as validated tables.

Our judgement about the questionnaires is data. This room knows no files of answers and no statistics.
"""

from wavework.codebook.spellings import NO_ANSWER, matching_text, recode_map, recode_pairs, unit_text
from wavework.codebook.tables import Codebook, check_against_study, read_codebook

__all__ = [
    "NO_ANSWER",
    "Codebook",
    "check_against_study",
    "matching_text",
    "read_codebook",
    "recode_map",
    "recode_pairs",
    "unit_text",
]
