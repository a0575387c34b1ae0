"""What is asked about one person (access, erasure), and how long the school keeps things."""
