"""Read-only API: figures, the rows behind them, and tables, as JSON and CSV, for whoever holds a token."""
