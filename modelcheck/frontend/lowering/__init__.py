"""Lowering: from Python's AST and the evaluated annotations to typed IR."""
