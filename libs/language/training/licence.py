"""The licence of the trained pipeline, with the notices that its sources ask for."""

import csv
import importlib.metadata
from collections import defaultdict
from pathlib import Path

_LOOKUPS = "spacy-lookups-data"

DOCUMENTS = "gum-permissive-documents.tsv"

_HEAD = """\
The English pipeline in this folder: licence and sources
========================================================

The trained weights and tables in this folder are released under the Creative Commons Attribution-ShareAlike
4.0 International licence (CC BY-SA 4.0), https://creativecommons.org/licenses/by-sa/4.0/legalcode. No text of
the sources is in here: what is stored are weights, frequent word forms with classes and vectors, and forms
with their base forms.

Learnt from
-----------

Universal Dependencies English Web Treebank v2.16, annotations (c) 2013-2021 The Board of Trustees of The
Leland Stanford Junior University, https://github.com/UniversalDependencies/UD_English-EWT, CC BY-SA 4.0. The
licence covers the annotations and database rights; the texts themselves may be (c) Google, Yahoo, the
University of Pennsylvania or their authors.

GUM, the Georgetown University Multilayer corpus, V11.1.0, taken from https://github.com/amir-zeldes/gum
(commit 72ce5ac1), annotations CC BY 4.0: GUM annotators, https://gucorpling.org/gum/; Zeldes (2017), "The GUM
Corpus: Creating Multilayer Resources in the Classroom", Language Resources and Evaluation 51(3), 581-612.
Changed: documents selected by the licence of their text, enhanced dependencies and empty nodes removed, MISC
cut to SpaceAfter, CorrectForm and CorrectSpaceAfter, comments thinned. The texts and their licences are
listed below.

spacy-lookups-data 1.0.5, (c) 2019 ExplosionAI GmbH, MIT licence: Brown clusters, word frequencies and lemma
tables. The tables of lemmas and word classes derive from WordNet 3.0, Copyright 2006 by Princeton University.
Their notices are at the end.

Static word vectors were computed from co-occurrence counts in the training text of these treebanks and, where
report.json says so, in a folder of research corpora of which nothing else is kept: frequent words in lower
case only.

Measured on, never learnt from: the test sets of the above, and UD_English-PUD r2.16 (commit 37788eaa),
https://github.com/UniversalDependencies/UD_English-PUD, Google / DFKI / Stanford / Charles University, CC BY-
SA 3.0.

Texts of GUM (training and development)
---------------------------------------
"""


def licence_text(treebanks: Path) -> str:
    """The licence with one line per text of GUM that was learnt from or chosen by."""
    by_licence: dict[str, list[str]] = defaultdict(list)
    with (treebanks / DOCUMENTS).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["kept"] == "yes" and row["split"] in ("train", "dev"):
                line = f'  {row["document"]}: {row["author"]}, "{row["title"]}", {row["source_url"]}'
                by_licence[row["text_licence"]].append(line)
    parts = ["\n".join([f"\n{licence}\n", *sorted(lines)]) for licence, lines in sorted(by_licence.items())]
    return "\n".join([_HEAD, *parts, *_notices()])


def _notices() -> list[str]:
    """The permission notices that spacy-lookups-data and WordNet ask to be kept, from the installed package."""
    files = importlib.metadata.files(_LOOKUPS) or []
    wanted = [file for file in files if file.name in ("LICENSE", "en_license.txt")]
    return [f"\n{_LOOKUPS}, {file.name}\n{'-' * 60}\n\n{file.read_text('utf-8').strip()}\n" for file in wanted]
