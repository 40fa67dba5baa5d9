"""How the packaged reader is made: mine groups, learn, fit what is made of its scores; needs the extra `train`."""
