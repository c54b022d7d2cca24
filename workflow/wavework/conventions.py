"""The conventions of all results: the level, the confidence, power, how few units are too few, or too many to name."""

CONFIDENCE = 0.95  # of every interval
ALPHA = 0.05  # both tails of such an interval, and the level of a test where the study names no other
CEILING_SHARE = 0.15  # Terwee et al. 2007: more than 15 % at an end of a scale are a ceiling, or a floor
POWER = 0.8  # with which the smallest effect of a test is found

# ASSUME fewer than five units say nothing of a correlation: with four, no two-sided p reaches 0.05 (2 / 4! = 0.083).
MIN_CORRELATED = 5
# ASSUME eight units for a bootstrap interval. Simulated coverage at 95 % (bivariate normal with and without four tied
# classes, rho 0 to 0.8): 0.93 to 0.99 from n = 9, down to 0.90 at n = 8, 0.76 at n = 6.
MIN_BOOTSTRAPPED = 8
MIN_PAIRS = 3  # ASSUME: with fewer pairs no change is described by a number
MIN_GROUP = 2  # a variance needs two values
MIN_RATERS = 3  # ASSUME: agreement of fewer units on an order is not described by a number
MIN_RANKED_ITEMS = 3  # two items are a paired comparison: see `paired_differences`
MIN_SCALE_UNITS = 4  # Fisher's z has the variance 1/(n − 3)
MIN_FACTOR_ITEMS = 3  # two items do not determine the loadings of a factor
MOST_NAMED = 200  # units that the report names one by one; above, it says where the table is
