"""What an author of a questionnaire needs: a folder to start from, its examples as tests, the check."""
