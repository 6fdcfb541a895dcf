"""Style vectors: the features of a text, projected so that texts by one writer lie close together."""
