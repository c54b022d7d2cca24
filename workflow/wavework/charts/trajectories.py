"""Lines over time, one per unit, one panel per region, with direct labels at their ends.

Columns: panel_label, panel_order; unit_label; time (a year); value (empty = missing, the line has a gap there);
member: yes for units of both waves (solid, coloured), no for newcomers (dashed, grey).
Options: better (low | high): "low" inverts the axis so that a better rank is higher; digits of the end labels.
Words: y_axis, member, newcomer.
"""

REQUIRED = ("panel_label", "panel_order", "unit_label", "time", "value", "member")
