"""The ways to the world: files, databases, other sites. Impure, and handed what they need."""
