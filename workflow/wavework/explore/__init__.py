"""One page on which the results are chosen and compared: every state is made here, the page looks up and filters."""
