"""Charts: a tidy table and a declaration become a picture, one module per kind over `style` and `layout`.

A room that computes nothing but geometry: it never knows where the numbers came from. See `kinds` for the
registry, `contract` for what every kind shares, and each kind's module for the columns it needs.
"""
