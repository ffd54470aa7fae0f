"""The rules of the desk as pure functions: no clock, no database, no screen."""
