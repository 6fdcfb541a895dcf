"""Loops over the arrays of a text, compiled to machine code.

A kernel reads arrays and numbers and writes arrays; it knows no word list, no column and no catalogue but what it is
given. So what a compiled kernel does depends on the sources in this package alone (see `compiled`).
"""
