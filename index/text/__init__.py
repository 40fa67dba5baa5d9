"""Words and typography: cutting, folding and comparing text. Pure; knows records only."""
