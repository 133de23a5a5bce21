"""The intermediate representation: types, values, expressions, statements, modules."""
