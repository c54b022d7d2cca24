"""Survey waves in, tested conclusions out: the code that more than one script needs."""
