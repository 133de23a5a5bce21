"""What the IR means: evaluation, runs, verdicts."""
