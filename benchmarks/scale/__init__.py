"""How the file behaves when it is large: a million claims, a hundred thousand captures."""
