"""A believable desk to look at; throw-away."""
