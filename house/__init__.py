"""The house's own tools: they build and check Muster, and are no part of what is shipped."""
