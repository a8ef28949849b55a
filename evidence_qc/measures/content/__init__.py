"""What a picture holds, as numbers: print, codes, the plain rows of a screen."""
