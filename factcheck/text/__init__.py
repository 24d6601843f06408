"""Pure functions on text: normalising with an offset map, words, sentences, selectors, alignment."""
