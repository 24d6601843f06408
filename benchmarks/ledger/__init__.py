"""How fast the log is written and checked."""
