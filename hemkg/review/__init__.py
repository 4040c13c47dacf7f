"""What reviews need: the table, its exports, the gaps and their backtest."""
