"""A drill at several sites: each post acts at its own site, and links go up and down by the seed.

``cast`` says which sites there are, ``posts`` whose move each is, ``weather`` which link is up;
``post`` is one site at work, ``meetings`` what two tell each other, ``fleet`` plays it all, and
``ending`` asks at the end whether all of them know the same.
"""
