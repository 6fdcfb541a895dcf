"""A tokenized text as arrays: documents, lexemes, word lists, spans."""
