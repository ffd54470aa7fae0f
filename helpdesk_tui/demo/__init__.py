"""A believable desk to look at, with mail that keeps coming; throw-away.

`making` builds it through the door, `postman` brings mail, `show` runs it.
"""
