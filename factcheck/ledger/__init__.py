"""The log's rules: canonical form, the hash chain, and its verification. Pure."""
