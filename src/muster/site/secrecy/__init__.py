"""Who holds which key: a site that fell, what its captor can open, and whom that concerns."""
