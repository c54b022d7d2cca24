"""Specification curve: sorted estimates above, the choices that made each of them below.

Source of the form: Simonsohn, Simmons & Nelson (2020), Nature Human Behaviour 4, 1208-1214.
Columns, one row per specification and choice: specification (its name or number); estimate, low, high, significant
(yes | no), main (yes for the study's own specification), the same in all rows of a specification;
choice_group_label, choice_group_order (the decision); choice_label, choice_order (the alternative taken).
Options: reference (number), limits (pair), digits.
Words: y_axis, significant, not_significant, main, specifications (pattern "{n} specifications").
"""

REQUIRED = (
    "specification",
    "estimate",
    "low",
    "high",
    "significant",
    "main",
    "choice_group_label",
    "choice_group_order",
    "choice_label",
    "choice_order",
)
