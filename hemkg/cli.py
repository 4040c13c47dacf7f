"""The command line."""


def run() -> None:
    """Run the command line."""
    raise SystemExit("not built yet")
