"""Loops over the arrays of a text, compiled to machine code.

A kernel reads arrays and numbers and writes arrays; it receives word lists and the catalogue as arguments, and the
numbers of columns, bits and sums are defined here too (`codes`). So the behaviour of a compiled kernel depends on the
sources in this package alone (see `compiled`).
"""
