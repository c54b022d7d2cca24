"""Reconstruction: published facts as constraints, answers drawn from all that agree with them, written as exports.

constraints (rows -> integer inequalities) -> system (cells and independent parts) -> exact (counting) or walk
(Metropolis) -> sampler (draws under either prior; urns: the other one); bounds: how far a number can go over all
tables; feasibility names conflicts; assumptions: what no source states, as further inequalities; consistency: whether a
published value is possible at all; exports and layouts write one draw as platforms would.
"""
