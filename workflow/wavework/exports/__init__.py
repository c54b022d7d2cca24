"""Exports of survey platforms: bytes -> text cells. Knows file layouts, and neither codebook nor study."""

from wavework.exports.export import STATES, Column, Export
from wavework.exports.joined_choices import OTHER
from wavework.exports.missing_codes import MissingCode, missing_codes
from wavework.exports.reader import PLATFORMS, read_export

__all__ = ["OTHER", "PLATFORMS", "STATES", "Column", "Export", "MissingCode", "missing_codes", "read_export"]
