"""What screens are made of: widgets that are handed frozen views and post messages.

A widget never fetches anything. What it shows came from outside, so it passes `cells.shown` and is drawn as plain
segments, never as markup (RELIABILITY rule 36).
"""
