"""What people decide on claims: kept in graphs of their own, found again after every reading, and applied."""
