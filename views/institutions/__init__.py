"""Parts of the pages about the register of institutions."""
