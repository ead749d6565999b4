"""Vietnamese number plates: what is printed on them, how they are drawn, how a camera sees them, where they are."""
