"""Features that need tags alone, on sentences tagged by hand."""

import numpy as np
import pytest
from spacy.lang.en import English

from libs.stylometry.kernels.grammar.layout import TagFeature, TagFigure, TaggedRow
from libs.stylometry.statistics.grammar import Tagged, counting
from libs.stylometry.statistics.grammar.tagged import MissingAnnotationError
from tests.support.stylometry_grammar import doc, tagged

HE_HAS_SEEN = "He_PRP has_VBZ^AUX=have often_RB seen_VBN=see it_PRP ._."
HAS_HE_SEEN = "Has_VBZ^AUX=have he_PRP really_RB seen_VBN=see it_PRP ?_."
HAS_CARS = "He_PRP has_VBZ=have broken_JJ cars_NNS=car ._."
GOING_TO_RAIN = "It_PRP is_VBZ^AUX=be going_VBG=go to_TO rain_VB ._."
GOING_TO_ROME = "He_PRP is_VBZ^AUX=be going_VBG=go to_IN Rome_NNP ._."
BEING_BUILT = "It_PRP is_VBZ^AUX=be being_VBG^AUX=be built_VBN=build ._."
WILL_GO = "She_PRP will_MD go_VB ,_, would_MD stay_VB ,_, left_VBD=leave a_DT will_NN ._."
BOLDLY = "To_TO boldly_RB go_VB is_VBZ^AUX=be to_TO live_VB ._."
DO_NOT_GO = "They_PRP do_VBP^AUX +n't_RB^PART=not go_VB ._."
THERE_IS = "There_EX is_VBZ^AUX=be a_DT dog_NN over_RB there_RB ._."
IS_TALL = "He_PRP is_VBZ^AUX=be not_RB^PART tall_JJ ._."
IN_MAY = "In_IN May_NNP we_PRP may_MD go_VB ._."


@pytest.mark.parametrize(
    ("feature", "sentence", "found"),
    [
        ("perfect_aspect", HE_HAS_SEEN, ["has"]),
        ("perfect_aspect", HAS_HE_SEEN, ["Has"]),
        ("perfect_aspect", HAS_CARS, []),
        ("progressive", GOING_TO_RAIN, []),
        ("progressive", GOING_TO_ROME, ["is"]),
        ("progressive", BEING_BUILT, ["is"]),
        ("progressive", "Are_VBP^AUX=be you_PRP still_RB reading_VBG=read ?_.", ["Are"]),
        ("progressive", "The_DT man_NN is_VBZ^AUX=be amusing_JJ ._.", []),
        ("future", GOING_TO_RAIN, ["going"]),
        ("future", GOING_TO_ROME, []),
        ("future", WILL_GO, ["will"]),
        ("infinitives", GOING_TO_ROME, []),
        ("infinitives", BOLDLY, ["To", "to"]),
        ("split_infinitives", BOLDLY, ["To"]),
        ("split_auxiliaries", HE_HAS_SEEN, ["has"]),
        ("split_auxiliaries", DO_NOT_GO, []),
        ("split_auxiliaries", "She_PRP did_VBD^AUX=do not_RB^PART really_RB go_VB ._.", ["did"]),
        ("be_main", IS_TALL, ["is"]),
        ("be_main", THERE_IS, []),
        ("be_main", BEING_BUILT, []),
        ("be_main", "Was_VBD^AUX=be it_PRP made_VBN=make ?_.", ["Was"]),
        ("existential_there", THERE_IS, ["There"]),
        ("proverb_do", "She_PRP ran_VBD=run and_CC so_RB did_VBD^AUX=do I_PRP ._.", ["did"]),
        ("proverb_do", "We_PRP do_VBP it_PRP ._.", ["do"]),
        ("proverb_do", DO_NOT_GO, []),
        ("proverb_do", "Do_VBP^AUX you_PRP know_VB ?_.", []),
        ("proverb_do", "Does_VBZ^AUX=do the_DT man_NN know_VB ?_.", []),
        ("proverb_do", "We_PRP do_VBP the_DT work_NN ._.", []),
        ("proverb_do", "We_PRP do_VBP this_DT work_NN ._.", []),
        ("proverb_do", "I_PRP know_VBP what_WP to_TO do_VB ._.", []),
        ("tagged_possibility", IN_MAY, ["may"]),
        ("tagged_prediction", WILL_GO, ["will", "would"]),
        ("attributive_adjectives", "A_DT big_JJ red_JJ car_NN is_VBZ^AUX=be fast_JJ ._.", ["big", "red"]),
        ("attributive_adjectives", "Long_JJ ,_, dull_JJ and_CC empty_JJ days_NNS=day ._.", ["Long", "dull", "empty"]),
        ("attributive_adjectives", "He_PRP is_VBZ^AUX=be tall_JJ and_CC men_NNS=man stare_VBP ._.", []),
        ("demonstrative_pronouns", "That_DT^PRON is_VBZ^AUX=be the_DT man_NN that_WDT left_VBD=leave ._.", ["That"]),
        ("demonstrative_determiners", "This_DT man_NN knows_VBZ=know that_DT^PRON ._.", ["This"]),
        ("causal_clauses", "He_PRP left_VBD=leave because_IN^SCONJ it_PRP rained_VBD=rain ._.", ["because"]),
        ("causal_clauses", "He_PRP left_VBD=leave because_IN of_IN rain_NN ._.", []),
        ("conditional_clauses", "If_IN^SCONJ so_RB ,_, go_VB ._.", ["If"]),
        ("other_adverbial_clauses", "Since_IN^SCONJ he_PRP left_VBD=leave I_PRP wait_VBP ._.", ["Since"]),
        ("other_adverbial_clauses", "Since_IN May_NNP I_PRP wait_VBP ._.", []),
        ("place_adverbials", "He_PRP lives_VBZ=live nearby_RB ,_, inside_IN walls_NNS=wall ._.", ["nearby"]),
        ("phrasal_and", "Salt_NN and_CC pepper_NN and_CC he_PRP left_VBD=leave ._.", ["and"]),
        ("article_tokens", "The_DT A_NN team_NN saw_VBD=see a_DT dog_NN ._.", ["The", "a"]),
        ("preposition_tokens", "Give_VB up_RP the_DT house_NN on_IN fire_NN ._.", ["on"]),
        ("open_pron", '"_. I_PRP know_VBP ._.', ["I"]),
        ("tagged_words", "They_PRP do_VBP^AUX +n't_RB^PART=not see_VB :)_.^SYM ._.", ["They", "do", "see"]),
    ],
)
def test_tags_tell_what_is_meant(feature: str, sentence: str, found: list[str]) -> None:
    words = [token.text for token in doc(sentence)]
    assert [words[token] for token in tagged(sentence).positions(TagFeature[feature.upper()])] == found


@pytest.mark.parametrize(
    ("figure", "sentences", "found"),
    [
        ("similes", ["He_PRP runs_VBZ=run like_IN a_DT wild_JJ deer_NN now_RB ._."], ["like a wild deer"]),
        ("similes", ["They_PRP eat_VBP like_IN kings_NNS=king ._."], ["like kings"]),
        ("similes", ["I_PRP like_VBP a_DT dog_NN ._."], []),
        ("similes", ["Cities_NNS=city like_IN Paris_NNP ._."], []),
        ("similes", ["It_PRP is_VBZ^AUX=be as_RB light_JJ as_IN a_DT feather_NN ._."], ["as light as a feather"]),
        ("similes", ["Come_VB as_RB soon_RB as_IN you_PRP can_MD ._."], []),
        ("similes", ["As_RB soon_RB as_IN a_DT man_NN comes_VBZ=come ._."], []),
        ("isocola", ["We_PRP like_VBP tea_NN and_CC they_PRP like_VBP milk_NN ._."], ["they like milk"]),
        ("isocola", ["We_PRP like_VBP tea_NN ._.", "They_PRP drink_VBP milk_NN ._."], ["They drink milk"]),
        ("isocola", ["We_PRP like_VBP tea_NN and_CC they_PRP like_VBP cold_JJ milk_NN ._."], []),
        ("isocola", ["A_DT red_JJ car_NN ,_, a_DT blue_JJ bike_NN ._."], []),
        ("isocola", ["I_PRP came_VBD=come ,_, I_PRP saw_VBD=see ._."], []),
        (
            "anecdotal_openings",
            ["Yesterday_NN I_PRP met_VBD=meet a_DT man_NN ._.", "He_PRP left_VBD=leave ._."],
            ["Yesterday I met a man ."],
        ),
        ("anecdotal_openings", ["I_PRP met_VBD=meet a_DT man_NN ._.", "Yesterday_NN ._."], []),
        ("anecdotal_openings", ["Yesterday_NN he_PRP met_VBD=meet a_DT man_NN ._."], []),
    ],
)
def test_tags_tell_figures(figure: str, sentences: list[str], found: list[str]) -> None:
    text, read = doc(*sentences), tagged(*sentences)
    assert [text[first : last + 1].text for first, last in read.figures(TagFigure[figure.upper()])] == found


def test_white_space_is_left_out_and_offsets_stay_those_of_the_text() -> None:
    read = tagged("Oh_UH ¶_SP", "I_PRP know_VBP +._.")
    assert read.start.tolist() == [0, 6, 8, 12]
    assert read.end.tolist() == [2, 7, 12, 13]
    assert read.rows[TaggedRow.SENTENCE].tolist() == [0, 1, 1, 1]


def test_a_text_without_tags_is_refused() -> None:
    with pytest.raises(MissingAnnotationError, match="TAG"):
        Tagged.of(English()("No tags here."))


def test_sentences_that_share_words() -> None:
    sums = counting.count_tags(
        tagged(
            "The_DT dogs_NNS=dog saw_VBD=see me_PRP ._.",
            "A_DT dog_NN saw_VBD=see them_PRP ._.",
            "They_PRP=they left_VBD=leave ._.",
        )
    )
    assert sums["neighbours"] == 2
    assert sums["shared_noun_pairs"] == 1
    assert sums["shared_argument_pairs"] == 1
    # two content words (dog, see) of two and two; nothing of two and one
    assert sums["shared_content"] == pytest.approx(1.0)


def test_pairs_of_classes_do_not_cross_sentences() -> None:
    sums = counting.count_tags(tagged("I_PRP know_VBP ._.", "I_PRP see_VBP ._."))
    pairs = {name: value for name, value in sums.items() if name in counting.PAIRS}
    assert pairs == {"pron_verb": 2, "verb_punct": 2}


def test_a_text_without_words_counts_nothing() -> None:
    assert counting.count_tags(tagged()) == {}
    assert counting.count_tags(tagged("!!!_.", "..._.")) == {}


def test_one_word_is_counted() -> None:
    sums = counting.count_tags(tagged("Go_VB"))
    assert (sums["tagged_words"], sums["verb_tokens"], sums["neighbours"]) == (1, 1, 0)
    assert all(np.isfinite(value) for value in sums.values())
