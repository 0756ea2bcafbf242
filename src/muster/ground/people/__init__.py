"""The words every room shares: ids, moments, names, documents, needs, categories, places, facts.

Each module holds one word of the glossary. A word says what it means and what it never holds;
ethnicity, religion and biometrics have no word here, so that no room can store them.
"""
