"""The store on SQLite Multiple Ciphers: one encrypted file, the engine of every site.

``opening`` checks the file before it believes it; ``transaction`` holds the rules of writing;
``channel`` is the only way to the engine. Nothing of the engine leaves this folder.
"""

from muster.adapters.store.sqlite.opening import open_sqlite, read_sqlite

__all__ = ["open_sqlite", "read_sqlite"]
