"""What the figures show: declarations and finished tables in, one tidy table per figure out; captions and alt texts.

This room knows the codebook and the results, and nothing of geometry.
"""
