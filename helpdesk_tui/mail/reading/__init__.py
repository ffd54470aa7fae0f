"""What one email says: from raw bytes to plain facts (MG5 to MG10); asks nobody, and runs in a parser child."""
