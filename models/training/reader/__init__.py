"""The plate reader: a crop of a plate in, its characters, lines, colour and whether it can be read out."""
