"""What an open site holds in memory and nowhere else: names, codes, records compared.

Built from rows after the site is opened, kept up as they change, and gone with the process.
"""
