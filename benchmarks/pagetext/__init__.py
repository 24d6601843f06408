"""How much of an article is found on a page, how fast, and how small captures are kept."""
