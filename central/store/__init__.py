"""What the centre keeps, on SQLite or PostgreSQL; every key begins with the office."""
