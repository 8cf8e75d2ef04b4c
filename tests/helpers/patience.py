"""How long a test waits for what must come: far longer than it takes, because machines are shared."""

PATIENCE_S = 30.0
