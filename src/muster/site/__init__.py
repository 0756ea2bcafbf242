"""One site's commands and questions, by post: the only joint of rooms and adapters.

A command checks the operator's right, asks the room's rule, and puts the facts on record through
the one write path (``record``): sealed, chained, signed, folded, and durable before it answers. A
question asks the folded rows. Only this wing reads the clock, draws chance and sees the store.

Here stand what every post needs: the open site itself, who works at it and what they may do. Each
post has a room named for the room of the journey that it works in.
"""
