"""Paper to mentions: what is recognised in the text before anything is linked."""
