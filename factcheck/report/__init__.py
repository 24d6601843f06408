"""Records to readable reports: HTML, Markdown and JSON. Pure."""
