"""Pure functions on text: normalising, sentences, selectors, alignment."""
