"""Treebank documents as texts."""

from random import Random

from spacy.lang.en import English

from libs.language.training.chunks import chunks
from libs.language.training.conll import f1_scores
from libs.language.training.reader import TreebankDocument, TreebankSentence, TreebankWord
from libs.language.training.texts import annotated, passages


def sentence(text: str, *, paragraph: bool = False, space_after: bool = True) -> TreebankSentence:
    """Words parted by spaces, the first of them the head of all."""
    forms = text.split()
    words = [
        TreebankWord(form, form.lower(), "X", "NN", min(number, 1), "dep" if number else "root", space_after=True)
        for number, form in enumerate(forms)
    ]
    last = words[-1]
    words[-1] = TreebankWord(
        last.form, last.lemma, last.upos, last.xpos, last.head, last.relation, space_after=space_after
    )
    return TreebankSentence(tuple(words), paragraph)


DOCUMENT = TreebankDocument(
    "one",
    (
        sentence("It rains .", paragraph=True, space_after=False),
        sentence("We stay ."),
        sentence("Next day", paragraph=True),
    ),
)


def test_blank_lines_part_paragraphs_and_sentences_touch_where_they_did():
    (text,) = passages(DOCUMENT)
    doc = annotated(English().vocab, text)
    assert doc.text == "It rains .We stay .\n\nNext day "[:-1]


def test_a_flat_text_has_spaces_for_paragraph_breaks():
    (text,) = passages(DOCUMENT, flat=True)
    assert annotated(English().vocab, text).text == "It rains .We stay . Next day"


def test_white_space_belongs_to_the_sentence_before_it():
    doc = annotated(English().vocab, passages(DOCUMENT)[0])
    assert [sent.text for sent in doc.sents] == ["It rains .", "We stay .\n\n", "Next day"]


def test_chunks_hold_every_sentence_once_and_the_same_seed_draws_the_same():
    documents = [
        TreebankDocument(str(number), tuple(sentence(f"w{number} x{n} .") for n in range(40))) for number in range(5)
    ]

    def first_words(seed: int) -> list[str]:
        return [words[0].form.lower() for text in chunks(documents, Random(seed)) for words in text.sentences]

    assert sorted(first_words(1)) == sorted(f"w{number}" for number in range(5) for _ in range(40))
    assert first_words(1) == first_words(1) != first_words(2)


def test_f1_counts_words_cut_elsewhere_as_wrong():
    vocab = English().vocab
    gold = annotated(vocab, passages(TreebankDocument("g", (sentence("can not go"),)))[0])
    right = f1_scores([(gold, gold)])
    assert set(right.values()) == {1.0}
    other = annotated(vocab, passages(TreebankDocument("p", (sentence("cannot go"),)))[0])
    scores = f1_scores([(other, gold)])
    assert scores["tokens"] == 2 * 1 / (2 + 3)
    assert scores["uas"] == 0.0
    assert scores["sentences"] == 1.0
