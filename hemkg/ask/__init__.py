"""Questions to answers: intent, query, rows, text, dialogue."""
