"""Who took part in which wave: one tile per unit and wave, blocks by region, members of the panel marked.

Columns: region_label, region_order; unit_label, unit_order; wave_label, wave_order (a region has its own waves);
took_part: yes | no; panel_member: yes | no (of the unit; took part in both of its region's waves).
Options: none of its own.
Words: took_part, not_in_wave, panel_member, n.
"""

REQUIRED = (
    "region_label",
    "region_order",
    "unit_label",
    "unit_order",
    "wave_label",
    "wave_order",
    "took_part",
    "panel_member",
)
