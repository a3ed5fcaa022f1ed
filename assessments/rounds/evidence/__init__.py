"""What an institution shows for its answers: files that are what they claim to be, and links."""
