"""What an institution assesses where that is not the institution itself: laws, processes, risks, posts."""
