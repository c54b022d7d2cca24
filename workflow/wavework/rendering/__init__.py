"""Report sources in, report out: Quarto or the embedded renderer, and the checks before and after. Knows no study."""
