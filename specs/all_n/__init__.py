"""Counter systems: protocols in the form in which they are proved for every number of processes."""
