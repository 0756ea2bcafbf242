"""The commands, a file each: options in, one question or command of the site, an answer out."""
