"""The gate guard's post, and its tablets: from a scan to a durable verdict."""
