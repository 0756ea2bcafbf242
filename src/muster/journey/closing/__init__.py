"""Closing: what is left behind, prints, and the end of a gate, a site and an operation.

Nothing is closed by forgetting: an item ends with a method and a witness, a print comes back, is
destroyed or is lost, and an operation closes over an open person only by naming that person, two
people signing. Any later sighting of somebody left behind undoes it.
"""
