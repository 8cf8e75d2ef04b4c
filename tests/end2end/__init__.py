"""Tests of end2end."""
