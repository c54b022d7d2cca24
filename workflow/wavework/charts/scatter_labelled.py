"""Two numbers per unit, each point labelled directly; colour and marker by region.

Columns: unit_label; region_label, region_order; x; y. Units without x or y are named under the chart.
Options: x_better (low | high): "low" inverts x so that a better rank is on the right; x_digits, y_digits;
x_limits, y_limits (pairs); statistic: one line of text or a list of lines, shown above the chart.
Words: x_axis, y_axis; without_value (pattern "… {units}") if a unit lacks x or y.
"""

REQUIRED = ("unit_label", "region_label", "region_order", "x", "y")
