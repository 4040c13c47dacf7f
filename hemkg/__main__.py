"""Entry point: ``python -m hemkg`` and the ``hemkg`` command."""


def main() -> None:
    """Run the command line."""
    from hemkg.cli import run

    run()


if __name__ == "__main__":
    main()
