"""Sources of the training data, with the terms of each."""

TREEBANKS = (
    "UD English Web Treebank v2.16 (training part), annotations CC BY-SA 4.0",
    "GUM V11.1.0 (training part of the documents listed in LICENSE), annotations CC BY 4.0, texts as listed",
    "spacy-lookups-data 1.0.5, MIT: Brown clusters, word frequencies; WordNet 3.0 tables of lemmas and word classes",
)
CHOSEN_BY = "UD EWT and GUM (development parts): choice of the weights that are kept, and of the rules"
UNLABELLED = (
    "unlabelled English texts (blogs, news, essays; public research collections for fitting and measurement): "
    "co-occurrence counts of frequent lower-case words, reduced to vectors; no text is kept"
)


def listed(*, unlabelled: bool) -> list[str]:
    """One line per source."""
    return [*TREEBANKS, CHOSEN_BY, *([UNLABELLED] if unlabelled else [])]
