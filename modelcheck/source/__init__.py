"""Source text: spans, findings and how they are shown, and the exceptions that carry them."""
