"""Parts of the page of rounds: the list, and opening one step by step."""
