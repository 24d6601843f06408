"""The desk's pages and actions, one module a noun; each view is a plain function of a visit."""
