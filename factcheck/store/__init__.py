"""The SQLite file: opening it, its schema, the log, and all SQL that reads or writes its tables."""
