"""What a result rests on.

`published`: printed in a source. `collected`: researchers' own exports. `reconstructed`: answers drawn so
that they agree with everything that is published. The basis of a result is the weakest of what went into it.
"""

from collections.abc import Iterable

PUBLISHED, COLLECTED, RECONSTRUCTED = "published", "collected", "reconstructed"
ORDER = (PUBLISHED, COLLECTED, RECONSTRUCTED)  # from the strongest to the weakest


def weakest(bases: Iterable[str]) -> str:
    """The weakest of some bases; of none, the strongest. Raises ValueError for a word that is no basis."""
    return max(bases, key=ORDER.index, default=PUBLISHED)
