"""What is known of a value over all tables of answers that agree with what is published; "" for an ordinary one.

The same in every one; sharp bounds; bounds that the scale alone gives, so that nothing is known; only the widest values
that a search found.
"""

FIXED, BOUNDS, NOTHING, REACHED = KNOWN = ("fixed", "bounds", "nothing", "reached")
