"""Measuring: large made-up desks, and what reads, writes and screens cost on them."""
