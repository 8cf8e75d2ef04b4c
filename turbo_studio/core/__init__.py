"""Values and rules: no I/O, no thread, no clock, no toolkit; numpy is its array type."""
