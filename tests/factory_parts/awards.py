"""Awards in tests."""
