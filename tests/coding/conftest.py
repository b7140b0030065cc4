"""The record made by hand that the command line is tested with, too."""

from tests.cli.conftest import record

__all__ = ["record"]
