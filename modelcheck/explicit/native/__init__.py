"""The native engine: the IR compiled to machine code, over states packed into words."""
