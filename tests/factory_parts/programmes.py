"""Programmes in tests."""
