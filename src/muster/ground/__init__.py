"""What every room stands on: the signed record, who may read it, and the words all rooms share.

The ground is pure: it touches no file, socket, clock or chance. ``record`` and ``secrecy`` do not
know each other; ``people`` rests on both; ``problem`` lies under all of them.
"""
