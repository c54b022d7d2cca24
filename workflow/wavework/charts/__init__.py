"""Charts: a tidy table and options become a picture, one module of `kinds` per kind over `sheet`, `axes` and `style`.

A room that computes nothing but geometry: it never knows where the numbers came from. See `contract` for what every
kind shares, and each kind's module for the columns that it needs.
"""
