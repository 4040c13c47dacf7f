"""Where graphs and passages are kept. Knows no chemistry."""
