"""From the source of a spec to its typed IR; no body is run."""
