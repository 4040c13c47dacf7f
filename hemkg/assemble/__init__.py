"""Mentions to claims: which number belongs to which material under which condition."""
