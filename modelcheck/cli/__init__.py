"""The command `mc`: arguments in, exit code out."""
