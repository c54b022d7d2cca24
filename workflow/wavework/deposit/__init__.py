"""Forms in which archives, data editors and statistics programs take the finished tables. Nothing is computed here."""
