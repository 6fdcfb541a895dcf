"""Features that need a parse, on sentences parsed by hand (Universal Dependencies v2)."""

import math

import numpy as np
import pytest

from libs.stylometry.kernels.grammar.layout import ParseFeature
from libs.stylometry.statistics.grammar import Parsed, counting
from libs.stylometry.statistics.grammar.tagged import MissingAnnotationError
from tests.support.stylometry_grammar import doc, parsed, tagged

WAS_MADE = (
    "It_PRP>3:nsubj:pass was_VBD^AUX=be>3:aux:pass made_VBN=make>0:ROOT by_IN>5:case us_PRP>3:obl:agent ._.>3:punct"
)
GOT_FIRED = "He_PRP>3:nsubj:pass got_VBD^AUX=get>3:aux:pass fired_VBN=fire>0:ROOT ._.>3:punct"
BEING_BUILT = "It_PRP>4:nsubj:pass is_VBZ^AUX=be>4:aux being_VBG^AUX=be>4:aux:pass built_VBN=build>0:ROOT ._.>4:punct"
WAS_TIRED = "He_PRP>3:nsubj was_VBD^AUX=be>3:cop tired_JJ>0:ROOT of_IN>5:case it_PRP>3:obl ._.>3:punct"
IS_OFTEN = "He_PRP>4:nsubj is_VBZ^AUX=be>4:cop often_RB>4:advmod late_JJ>0:ROOT ._.>4:punct"
WERE_OPEN = "Shops_NNS=shop>3:nsubj were_VBD^AUX=be>3:cop open_JJ>0:ROOT ._.>3:punct"
SHE_MADE_IT = "She_PRP>2:nsubj made_VBD=make>0:ROOT it_PRP>2:obj ._.>2:punct"
READ_THIS = "Read_VB>0:ROOT this_DT^PRON>1:obj ._.>1:punct"
DO_NOT_GO = "Do_VB^AUX>3:aux +n't_RB^PART=not>3:advmod go_VB>0:ROOT !_.>3:punct"
BE_CAREFUL = "Be_VB^AUX>2:cop careful_JJ>0:ROOT ._.>2:punct"
TO_LIVE = "To_TO>2:mark live_VB>0:ROOT ._.>2:punct"
WILL_YOU_GO = "Will_MD>3:aux you_PRP>3:nsubj go_VB>0:ROOT ?_.>3:punct"
A_GREAT_DAY = "A_DT>3:det great_JJ>3:amod day_NN>0:ROOT ._.>3:punct"
SWIMMING_IS_FUN = "Swimming_VBG=swim>3:csubj is_VBZ^AUX=be>3:cop fun_NN>0:ROOT ._.>3:punct"
AFTER_LEAVING = "After_IN^SCONJ>2:mark leaving_VBG=leave>4:advcl he_PRP>4:nsubj wept_VBD=weep>0:ROOT ._.>4:punct"
WHILE_LEAVING = "While_IN^SCONJ>2:mark leaving_VBG=leave>4:advcl he_PRP>4:nsubj wept_VBD=weep>0:ROOT ._.>4:punct"
STUFFING = (
    "Stuffing_VBG=stuff>6:advcl his_PRP$>3:nmod:poss mouth_NN>1:obj ,_,>1:punct he_PRP>6:nsubj ran_VBD=run>0:ROOT"
)
IS_READING = "He_PRP>3:nsubj is_VBZ^AUX=be>3:aux reading_VBG=read>0:ROOT ._.>3:punct"
TEXT_WRITTEN = "Texts_NNS=text>4:nsubj written_VBN=write>1:acl here_RB>2:advmod shine_VBP>0:ROOT ._.>4:punct"
THINK_LEFT = "I_PRP>2:nsubj think_VBP>0:ROOT he_PRP>4:nsubj left_VBD=leave>2:ccomp ._.>2:punct"
THINK_THAT = "I_PRP>2:nsubj think_VBP>0:ROOT that_IN^SCONJ>5:mark he_PRP>5:nsubj left_VBD=leave>2:ccomp ._.>2:punct"
KNOW_WHAT = "I_PRP>2:nsubj know_VBP>0:ROOT what_WP>5:obj he_PRP>5:nsubj did_VBD=do>2:ccomp ._.>2:punct"
HE_LEFT_SAID = "He_PRP>2:nsubj left_VBD=leave>5:ccomp ,_,>2:punct she_PRP>5:nsubj said_VBD=say>0:ROOT ._.>5:punct"
SAID_QUOTE = "She_PRP>2:nsubj said_VBD=say>0:ROOT ,_,>2:punct he_PRP>5:nsubj left_VBD=leave>2:ccomp ._.>2:punct"
GLAD_THAT = "Glad_JJ>0:ROOT that_IN^SCONJ>4:mark he_PRP>4:nsubj left_VBD=leave>1:ccomp ._.>1:punct"
LEFT_WHEN = "I_PRP>2:nsubj left_VBD=leave>0:ROOT when_WRB>5:advmod he_PRP>5:nsubj came_VBD=come>2:advcl ._.>2:punct"
WHO_LEFT = "Men_NNS=man>4:nsubj who_WP>3:nsubj left_VBD=leave>1:acl:relcl wept_VBD=weep>0:ROOT ._.>4:punct"
WHICH_WE_SAW = "Men_NNS=man>5:nsubj which_WDT>4:obj we_PRP>4:nsubj saw_VBD=see>1:acl:relcl wept_VBD=weep>0:ROOT"
THAT_WE_SAW = "Men_NNS=man>5:nsubj that_WDT>4:obj we_PRP>4:nsubj saw_VBD=see>1:acl:relcl wept_VBD=weep>0:ROOT"
IN_WHICH = "The_DT>2:det house_NN>0:ROOT in_IN>4:case which_WDT>6:obl we_PRP>6:nsubj live_VBP>2:acl:relcl ._.>2:punct"
LOOK_AT = "What_WP>4:obl are_VBP^AUX=be>4:aux you_PRP>4:nsubj looking_VBG=look>0:ROOT at_IN>1:case ?_.>4:punct"
TALKED_TO = "The_DT>2:det man_NN>0:ROOT I_PRP>4:nsubj talked_VBD=talk>2:acl:relcl to_IN>4:obl ._.>2:punct"
GIVE_UP = "We_PRP>2:nsubj gave_VBD=give>0:ROOT up_RP>2:compound:prt ._.>2:punct"
LEFT_WHICH = (
    "He_PRP>2:nsubj left_VBD=leave>0:ROOT ,_,>6:punct which_WDT>6:nsubj is_VBZ^AUX=be>6:cop odd_JJ>2:advcl:relcl"
)
AND_SHE_SAW = (
    "He_PRP>2:nsubj came_VBD=come>0:ROOT and_CC>5:cc she_PRP>5:nsubj saw_VBD=see>2:conj it_PRP>5:obj ._.>2:punct"
)
IN_MAY_WE_LEFT = "In_IN>2:case May_NNP>4:obl we_PRP>4:nsubj left_VBD=leave>0:ROOT ._.>4:punct"
WE_LEFT_IN_MAY = "We_PRP>2:nsubj left_VBD=leave>0:ROOT in_IN>4:case May_NNP>2:obl ._.>2:punct"
WHERE_DID = "Where_WRB>4:advmod did_VBD^AUX=do>4:aux we_PRP>4:nsubj go_VB>0:ROOT ?_.>4:punct"
NEVER_HAVE_I = "Never_RB>4:advmod have_VBP^AUX>4:aux I_PRP>4:nsubj slept_VBN=sleep>0:ROOT ._.>4:punct"
SAID_JOHN = "Yes_UH>3:ccomp ,_,>1:punct said_VBD=say>0:ROOT John_NNP>3:nsubj ._.>3:punct"
THERE_IS = "There_EX>2:expl is_VBZ=be>0:ROOT hope_NN>2:nsubj ._.>2:punct"
RED_WHITE_BLUE = "Red_JJ>0:ROOT ,_,>3:punct white_JJ>1:conj and_CC>5:cc blue_JJ>1:conj ._.>1:punct"
SHIPS_MEN_GUNS = "Ships_NNS=ship>0:ROOT and_CC>3:cc men_NNS=man>1:conj and_CC>5:cc guns_NNS=gun>1:conj ._.>1:punct"
CAME_SAW_WON = (
    "I_PRP>2:nsubj came_VBD=come>0:ROOT ,_,>5:punct I_PRP>5:nsubj saw_VBD=see>2:conj ,_,>8:punct I_PRP>8:nsubj "
    "won_VBD=win>2:conj ._.>2:punct"
)
ANN_BOB_EVE = "Ann_NNP>0:ROOT ,_,>3:punct Bob_NNP>1:conj and_CC>5:cc Eve_NNP>1:conj ._.>1:punct"
SEEMS_ODD = "It_PRP>2:nsubj seems_VBZ=seem>0:ROOT odd_JJ>2:xcomp ._.>2:punct"


@pytest.mark.parametrize(
    ("feature", "sentence", "found"),
    [
        ("passives", WAS_MADE, ["made"]),
        ("passives", GOT_FIRED, ["fired"]),
        ("passives", BEING_BUILT, ["built"]),
        ("passives", WAS_TIRED, []),
        ("passives", IS_OFTEN, []),
        ("passives", WERE_OPEN, []),
        ("by_passives", WAS_MADE, ["made"]),
        ("by_passives", GOT_FIRED, []),
        ("agentless_passives", WAS_MADE, []),
        ("agentless_passives", GOT_FIRED, ["fired"]),
        ("actives", SHE_MADE_IT, ["made"]),
        ("actives", WAS_MADE, []),
        ("actives", WAS_TIRED, []),
        ("imperatives", READ_THIS, ["Read"]),
        ("imperatives", DO_NOT_GO, ["Do"]),
        ("imperatives", BE_CAREFUL, ["Be"]),
        ("imperatives", TO_LIVE, []),
        ("imperatives", WILL_YOU_GO, []),
        ("imperatives", SHE_MADE_IT, []),
        ("verbless_sentences", A_GREAT_DAY, ["A"]),
        ("verbless_sentences", TO_LIVE, ["To"]),
        ("verbless_sentences", READ_THIS, []),
        ("verbless_sentences", SHE_MADE_IT, []),
        ("closing_appeals", WILL_YOU_GO, ["Will"]),
        ("closing_appeals", SHE_MADE_IT, []),
        ("gerunds", SWIMMING_IS_FUN, ["Swimming"]),
        ("gerunds", AFTER_LEAVING, ["leaving"]),
        ("gerunds", WHILE_LEAVING, []),
        ("gerunds", STUFFING, []),
        ("gerunds", IS_READING, []),
        ("predicative_adjectives", IS_OFTEN, ["late"]),
        ("predicative_adjectives", SEEMS_ODD, ["odd"]),
        ("predicative_adjectives", A_GREAT_DAY, []),
        ("present_participial_clauses", STUFFING, ["Stuffing"]),
        ("present_participial_clauses", AFTER_LEAVING, []),
        ("past_whiz", TEXT_WRITTEN, ["written"]),
        ("past_whiz", WAS_MADE, []),
        ("clauses", THINK_LEFT, ["think", "left"]),
        ("clauses", SEEMS_ODD, ["seems"]),
        ("clauses", A_GREAT_DAY, []),
        ("subordinate_clauses", THINK_LEFT, ["left"]),
        ("subordinate_clauses", AND_SHE_SAW, []),
        ("coordinate_clauses", AND_SHE_SAW, ["saw"]),
        ("coordinate_clauses", RED_WHITE_BLUE, []),
        ("that_deletions", THINK_LEFT, ["think"]),
        ("that_deletions", THINK_THAT, []),
        ("that_deletions", KNOW_WHAT, []),
        ("that_deletions", HE_LEFT_SAID, []),
        ("that_deletions", SAID_QUOTE, []),
        ("that_verb_complements", THINK_THAT, ["that"]),
        ("that_verb_complements", GLAD_THAT, []),
        ("that_adjective_complements", GLAD_THAT, ["that"]),
        ("wh_clauses", KNOW_WHAT, ["what"]),
        ("wh_clauses", LEFT_WHEN, []),
        ("wh_questions", LOOK_AT, ["What"]),
        ("wh_questions", KNOW_WHAT, []),
        ("relative_clauses", WHO_LEFT, ["left"]),
        ("relative_clauses", TALKED_TO, ["talked"]),
        ("sentence_relatives", LEFT_WHICH, ["odd"]),
        ("wh_subject_relatives", WHO_LEFT, ["who"]),
        ("wh_subject_relatives", WHICH_WE_SAW, []),
        ("wh_object_relatives", WHICH_WE_SAW, ["which"]),
        ("wh_object_relatives", IN_WHICH, []),
        ("that_object_relatives", THAT_WE_SAW, ["that"]),
        ("that_subject_relatives", THAT_WE_SAW, []),
        ("pied_pipes", IN_WHICH, ["in"]),
        ("pied_pipes", TALKED_TO, []),
        ("stranded_prepositions", LOOK_AT, ["at"]),
        ("stranded_prepositions", TALKED_TO, ["to"]),
        ("stranded_prepositions", GIVE_UP, []),
        ("stranded_prepositions", WAS_TIRED, []),
        ("clausal_and", AND_SHE_SAW, ["and"]),
        ("clausal_and", RED_WHITE_BLUE, []),
        ("frontings", IN_MAY_WE_LEFT, ["May"]),
        ("frontings", WE_LEFT_IN_MAY, []),
        ("frontings", WHERE_DID, []),
        ("inversions", NEVER_HAVE_I, ["I"]),
        ("inversions", SAID_JOHN, ["John"]),
        ("inversions", THERE_IS, []),
        ("inversions", WILL_YOU_GO, []),
        ("inversions", SHE_MADE_IT, []),
        ("tricola", RED_WHITE_BLUE, ["Red"]),
        ("tricola", CAME_SAW_WON, ["came"]),
        ("tricola", ANN_BOB_EVE, []),
        ("polysyndeta", SHIPS_MEN_GUNS, ["Ships"]),
        ("polysyndeta", RED_WHITE_BLUE, []),
        ("asyndeta", CAME_SAW_WON, ["came"]),
        ("asyndeta", RED_WHITE_BLUE, []),
        ("noun_phrases", STUFFING, ["mouth", "he"]),
        ("noun_phrases", THERE_IS, ["hope"]),
        ("noun_phrase_modifiers", STUFFING, ["his"]),
        ("noun_phrase_modifiers", A_GREAT_DAY, ["great"]),
        ("pronoun_subjects", SAID_JOHN, []),
    ],
)
def test_a_parse_tells_what_is_meant(feature: str, sentence: str, found: list[str]) -> None:
    words = [token.text for token in doc(sentence)]
    assert [words[token] for token in parsed(sentence).positions_in_tree(ParseFeature[feature.upper()])] == found


def test_distances_are_counted_in_words() -> None:
    # he<-came 1, she<-saw 1, and<-saw 2, saw<-came 3, it<-saw 1: punctuation counts for nothing
    sums = counting.count_parse(parsed(AND_SHE_SAW))
    assert (sums["dependencies"], sums["dependency_length"], sums["adjacent_dependencies"]) == (5, 8, 3)
    assert sums["sentence_distance"] == pytest.approx(8 / 5)
    assert sums["normalised_distance"] == pytest.approx(abs(math.log((8 / 5) / math.sqrt(2 * 6))))


def test_depth_and_run_up() -> None:
    sums = counting.count_parse(parsed(AND_SHE_SAW, IN_MAY_WE_LEFT))
    # it under saw under came; in under May under left
    assert sums["tree_depth"] == 2 + 2
    # he; In May we
    assert (sums["words_before_verb"], sums["verbal_sentences"]) == (1 + 3, 2)


def test_sentences_of_one_structure_share_all() -> None:
    sums = counting.count_parse(parsed(SHE_MADE_IT, SHE_MADE_IT, A_GREAT_DAY))
    # three of three and three; nothing of three and three (the roots are a verb and a noun)
    assert sums["shared_structure"] == pytest.approx(1.0)
    assert sums["parsed_neighbours"] == 2


def test_heads_are_found_when_white_space_is_left_out() -> None:
    text = parsed("Oh_UH>3:discourse ¶_SP>3:dep go_VB>0:ROOT")
    assert text.head.tolist() == [1, 1]


def test_counts_of_texts_read_apart_add_up_to_those_read_together() -> None:
    sentences = (AND_SHE_SAW, WAS_MADE, IN_MAY_WE_LEFT, CAME_SAW_WON, LOOK_AT)
    together = counting.count_parse(parsed(*sentences))
    neighbouring = {"shared_structure", "parsed_neighbours", "closing_sentences", "closing_appeals"}
    apart = [counting.count_parse(parsed(sentence)) for sentence in sentences]
    for name in together.keys() - neighbouring:
        assert sum(sums[name] for sums in apart) == pytest.approx(together[name]), name


def test_a_text_without_words_counts_nothing() -> None:
    assert counting.count_parse(parsed()) == {}
    assert counting.count_parse(parsed("!_.>0:ROOT")) == {}


def test_one_word_is_counted() -> None:
    sums = counting.count_parse(parsed("Go_VB>0:ROOT"))
    assert (sums["parsed_words"], sums["dependencies"], sums["tree_depth"]) == (1, 0, 0)
    assert all(np.isfinite(value) for value in sums.values())


def test_a_text_without_a_parse_is_refused() -> None:
    assert len(tagged("Go_VB ._.")) == 2
    with pytest.raises(MissingAnnotationError, match="DEP"):
        Parsed.of(doc("Go_VB ._."))
