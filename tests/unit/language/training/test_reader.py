"""CoNLL-U as it is read."""

import gzip

import pytest

from libs.language.training.reader import documents, read

TEXT = """\
# newdoc id = first
# newpar id = first-p1
# text = She can't stay.
1\tShe\tshe\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
2\tca\tcan\tAUX\tMD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
3.1\tgone\tgo\tVERB\tVBN\t_\t_\t_\t_\t_
4\tstay\tstay\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# text = Why?
1\tWhy\twhy\tADV\tWRB\t_\t0\troot\t_\tSpaceAfter=No
2\t?\t?\tPUNCT\t.\t_\t1\tpunct\t_\t_

# newpar
# text = Because.
1\tBecause\tbecause\tSCONJ\tIN\t_\t0\troot\t_\t_

# newdoc id = second
# text = wanna?
1-2\twanna\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
1\twan\twant\tVERB\tVBP\t_\t0\troot\t_\t_
2\tna\tto\tPART\tTO\t_\t1\txcomp\t_\t_
3\t?\t?\tPUNCT\t.\t_\t1\tpunct\t_\t_
"""


def read_text():
    return list(documents(TEXT.splitlines(keepends=True)))


def test_contractions_are_read_as_their_words_and_empty_nodes_left_out():
    words = read_text()[0].sentences[0].words
    assert [word.form for word in words] == ["She", "ca", "n't", "stay", "."]


def test_no_space_parts_the_words_of_a_contraction_and_the_range_says_what_follows():
    can, not_ = read_text()[0].sentences[0].words[1:3]
    assert (can.space_after, not_.space_after) == (False, True)
    wan, na, _ = read_text()[1].sentences[0].words
    assert (wan.space_after, na.space_after) == (False, False)


def test_paragraphs_begin_at_their_comment_and_with_each_document():
    first, second = read_text()
    assert [sentence.begins_paragraph for sentence in first.sentences] == [True, False, True]
    assert [document.name for document in (first, second)] == ["first", "second"]
    assert second.sentences[0].begins_paragraph


def test_a_gzipped_file_reads_as_a_plain_one(tmp_path):
    plain, packed = tmp_path / "a.conllu", tmp_path / "a.conllu.gz"
    plain.write_text(TEXT, encoding="utf-8")
    packed.write_bytes(gzip.compress(TEXT.encode()))
    assert read(plain) == read(packed) == read_text()


def test_a_line_with_too_few_columns_is_refused():
    with pytest.raises(ValueError, match="not a line of CoNLL-U"):
        list(documents(["1\tword\tword\n", "\n"]))
