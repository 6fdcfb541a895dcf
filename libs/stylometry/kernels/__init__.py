"""Loops over the arrays of a text, compiled to machine code.

A kernel reads arrays and numbers and writes arrays; it knows no word list and no catalogue but what it is given, and
by which number a column, a bit or a sum goes is written here too (`codes`). So what a compiled kernel does depends on
the sources in this package alone (see `compiled`).
"""
