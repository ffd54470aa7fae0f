"""The client area, as a client sees it (CL16): screens over a desk that was opened as that client."""
