"""One language: its words, the way it writes numbers, dates and lists, and the names of what a study is about."""
