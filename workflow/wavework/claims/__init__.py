"""Claims: the conclusions of a study as rules, and the verdicts of answers, published values and reconstructions.

This room knows no charts and no report.
"""
