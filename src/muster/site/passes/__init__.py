"""Passes and family pages: issued, kept, found by their code, printed, and used twice."""
