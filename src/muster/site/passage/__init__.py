"""The liaison's desk: arrangements with whoever holds the road, and what they are told."""
