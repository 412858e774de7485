"""Quality in tests."""
