"""What two sites tell each other, over a link or by stick: bytes in, bytes out.

It is handed what there is to tell and hands on what came: it sees no store and opens no body.
"""
