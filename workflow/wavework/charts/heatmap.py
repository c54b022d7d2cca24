"""Answers of every unit to every item: a coloured cell with a letter, so that it reads without colour.

Columns: unit_label, unit_order (columns of the picture, from the left); item_label, item_order (rows);
group_label, group_order (dimension of the item: a headed block of rows); code (one or two characters written in
the cell); answer_label, answer_order (position in the scale; empty where there is no answer); status (answered,
or dont_know, not_applicable, no_answer, not_asked). A unit and item without a row is left empty.
Optional: unit_group_label, unit_group_order (regions: a gap and a heading over the units).
Options: scale_length; palette (sequential | diverging).
Words: none of its own; the legend is made from code and answer_label.
"""

REQUIRED = (
    "unit_label",
    "unit_order",
    "item_label",
    "item_order",
    "group_label",
    "group_order",
    "code",
    "answer_label",
    "answer_order",
    "status",
)
