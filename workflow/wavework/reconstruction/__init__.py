"""Reconstruction: published facts as constraints, answers drawn from all that agree with them, written as exports.

constraints (rows -> integer inequalities) -> system (cells and independent parts) -> exact (counting) or walk
(Metropolis) -> sampler (draws); feasibility names conflicts; exports and layouts write one draw as platforms would.
"""
