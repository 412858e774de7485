"""The malicious and invalid inputs of the project, row by row; each is never genuine."""
