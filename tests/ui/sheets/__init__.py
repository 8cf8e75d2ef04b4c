"""Tests of ``ui.sheets``."""
