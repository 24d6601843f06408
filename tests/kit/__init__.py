"""The crash, bundle and time-stamp kits, run with our profile; they live beside the checkout, not in it."""
