"""The last hour: what is left behind, what ends, and what is destroyed."""
