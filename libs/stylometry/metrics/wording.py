"""Wording of metrics in sentences for writers: plain words, an example of every term, the meaning of every index.

Of a share, what follows the percentage; of a rate, the noun that follows the number. A phrase with {} is the whole
clause, with the value in that place.
"""

from collections.abc import Mapping

from libs.stylometry.metrics.metric import Metric
from libs.stylometry.metrics.number_format import bounds, number, percent

_SHARES = {
    "fragment_rate": "of your sentences are fragments of fewer than 5 words",
    "long_sent_rate": "of your sentences are very long, with more than 30 words",
    "one_line_para_rate": "of your paragraphs are a single sentence",
    "long_word_rate": "of your words are long, with more than 6 letters",
    "short_word_rate": "of your words are short, with at most 3 letters",
    "monosyll_rate": "of your words have one syllable",
    "polysyll_rate": "of your words have three syllables or more",
    "sichel_s": "of your different words occur exactly twice in a text",
    "hapax_rate": "of your words occur just once in their text",
    "dis_rate": "of your words are the first of exactly two in their text",
    "rare_word_rate": "of the words that carry meaning are rare in English",
    "function_word_rate": "of your words are small grammatical words such as “the”, “of” and “it”",
    "sent_opener_conj": "of your sentences open with a word such as “and”, “but” or “so”",
    "transition_opener": "of your sentences open with a transition such as “however”",
    "we_i_ratio": "of your words for yourself are “we” rather than “I”",
    "questions_to_reader": "of your sentences are questions",
    "rhet_question": "of your sentences are questions that the text moves on from",
    "hypophora": "of your sentences are questions that are answered at once",
    "anaphora": "of your sentences open as the one before does",
    "epiphora": "of your sentences end as the one before does",
    "symploce": "of your sentences open and end as the one before does",
    "anadiplosis": "of your sentences take up the end of the one before",
    "alliteration": "Alliteration, neighbouring words that begin with one sound, is {} above chance",
    "quote_use": "of your words are in quotation marks",
    "listicle": "of your lines are list items",
    "quote_style": "of your quotation marks are curly",
    "apostrophe_style": "of your apostrophes are curly",
    "oxford_comma": "of your lists have a comma before the last “and” or “or”",
    "title_case_rate": "of your headings Have Capitals Like This",
    "lowercase_start": "of your sentences begin in lower case",
    "number_style": "of your numbers are in figures (“7”) rather than words (“seven”)",
    "spelling_variant": "of your words with a British and an American spelling have the American one",
    "double_space": "of your sentences are followed by two spaces",
    "emoji_div": "of your emoji are different ones",
    "hashtag_case": "of your hashtags mark their words by capitals (“#LikeThis”)",
    "alpha_ratio": "of your words, figures and signs are words",
    "dup_line": "of your text stands in repeated lines",
    "dup_ngram": "of your words stand in repeated passages",
    "top_ngram": "of your words belong to the most repeated pair of words of their text",
    "oov": "of your words are in no word list: names, inventions or errors",
    "quoted_share": "of your lines are quoted with “>”",
    "pos_noun": "of your words are nouns such as “house” or “idea”",
    "pos_propn": "of your words are names of people, places or things",
    "pos_verb": "of your words are verbs such as “go” or “written”",
    "pos_aux": "of your words are helping verbs or forms of “be”, as in “have gone” or “is tall”",
    "pos_adj": "of your words are adjectives such as “small”",
    "pos_adv": "of your words are adverbs such as “now” or “quickly”",
    "pos_pron": "of your words are pronouns such as “she”, “my” or “who”",
    "pos_det": "of your words are determiners such as “the” or “every”",
    "pos_adp": "of your words are prepositions such as “of” or “under”",
    "pos_cconj": "of your words are conjunctions such as “and” or “but”",
    "pos_sconj": "of your words are conjunctions such as “because” or “that”",
    "pos_part": "of your words are particles such as “not”, or “to” before a verb",
    "pos_num": "of your words are numbers",
    "pos_intj": "of your words are exclamations such as “oh” or “yes”",
    "content_ratio": "of your words carry meaning by themselves, as “house”, “go” or “small” do",
    "sent_start_pron": "of your sentences open with a pronoun such as “she” or “it”",
    "sent_start_det": "of your sentences open with a determiner such as “the” or “every”",
    "sent_start_noun": "of your sentences open with a noun",
    "sent_start_adj": "of your sentences open with an adjective such as “small”",
    "sent_start_adv": "of your sentences open with an adverb such as “now”",
    "sent_start_adp": "of your sentences open with a preposition such as “in” or “under”",
    "sent_start_conj": "of your sentences open with a conjunction such as “and” or “but”",
    "sent_start_sconj": "of your sentences open with a conjunction such as “because” or “if”",
    "sent_start_verb": "of your sentences open with a verb",
    "sent_start_intj": "of your sentences open with an exclamation such as “oh” or “yes”",
    "agentless_share": "of your passives (“it was made”) do not say by whom",
    "imperative_rate": "of your sentences are commands such as “Open the door.”",
    "verbless_rate": "of your sentences have no verb",
    "cta_close": "of your closing sentences ask or command the reader",
    "subord_ratio": "of your clauses are part of another (“… because it rained”)",
    "coord_ratio": "of your clauses are joined to the one before (“… and it rained”)",
    "adjacent_dep": "of your words stand right beside the word they belong to",
    "pronoun_subjects": "of your subjects are pronouns such as “she” or “it”",
    "fronting_rate": "of your sentences put something before the subject (“Yesterday we left”)",
    "syn_similarity": "of the structure of neighbouring sentences is alike",
    "anecdote_open": "of your texts open with a little story",
    "noun_overlap_adj": "of your sentences take up a noun of the one before",
    "arg_overlap_adj": "of your sentences take up a noun, or a pronoun such as “she”, of the one before",
    "content_overlap": "of the words that carry meaning are shared by neighbouring sentences",
}

_COUNTED = {
    "acronym_rate": "abbreviations in capitals",
    "archaism_rate": "old-fashioned words",
    "nominalization": "actions written as nouns (“decision” for “decide”)",
    "prep_rate": "prepositions such as “of” or “under”",
    "article_rate": "articles (“a”, “an”, “the”)",
    "conjunction_rate": "conjunctions such as “and” or “because”",
    "auxiliary_rate": "helping verbs such as “have” or “can”",
    "wh_rate": "words such as “who”, “which” and “when”",
    "infinitive_rate": "verbs with “to” (“to go”)",
    "split_inf": "split infinitives (“to boldly go”)",
    "split_aux": "adverbs inside verbs (“has often said”)",
    "attr_adj": "adjectives before a noun (“a tall tree”)",
    "pred_adj": "adjectives after the verb (“is tall”)",
    "adverb_rate": "adverbs such as “now” or “quickly”",
    "demonstrative_pron": "pointing words on their own (“this”, “those”)",
    "demonstrative_det": "pointing words before a noun (“this tree”)",
    "demonstratives": "pointing words (“this”, “that”, “these”, “those”)",
    "time_adverbials": "words of time such as “now” or “later”",
    "place_adverbials": "words of place such as “here” or “nearby”",
    "adv_other": "clauses with “since”, “while” or “whereas”",
    "passive_rate": "passives (“was made”)",
    "gerund_rate": "verbs used as nouns (“writing is hard”)",
    "present_participial": "clauses such as “stuffing his mouth, he ran”",
    "past_participial": "clauses such as “built in a week, it fell”",
    "participial_adv": "clauses such as “stuffing his mouth, he ran”",
    "whiz_rate": "shortened clauses such as “a man waiting”",
    "relcl_rate": "clauses that describe a noun (“the text that she wrote”)",
    "stranded_prep": "prepositions left at the end (“what I look at”)",
    "that_verb_comp": "clauses such as “I said that he left”",
    "that_adj_comp": "clauses such as “glad that he left”",
    "wh_clauses": "clauses such as “know what he did”",
    "wh_questions": "questions with “who”, “what” or the like",
    "np_rate": "nouns with what belongs to them (“the old house”)",
    "conn_all": "linking words such as “but”, “because” or “then”",
    "conn_causal": "links of cause (“because”, “due to”)",
    "conn_contrast": "links of contrast (“but”, “however”)",
    "conn_temporal": "links of time (“then”, “meanwhile”)",
    "conn_additive": "links that add (“also”, “moreover”)",
    "conn_conditional": "links of condition (“if”, “unless”)",
    "conn_example": "links to examples (“for example”, “such as”)",
    "conn_result": "links of result (“thus”, “as a result”)",
    "conn_sequence": "links of order (“first of all”, “finally”)",
    "conjuncts": "formal links (“in contrast”, “that is”)",
    "discourse_particles": "openings from talk (“Well, …”, “Anyway, …”)",
    "hedges": "words of caution (“perhaps”, “might”)",
    "boosters": "words of certainty (“clearly”, “of course”)",
    "attitude_markers": "words that judge (“unfortunately”, “important”)",
    "frame_markers": "signposts (“in this post”, “to sum up”)",
    "endophoric": "pointers within the text (“see below”, “as I said”)",
    "evidentials": "appeals to sources (“according to”, “studies show”)",
    "code_glosses": "rephrasings (“in other words”, “i.e.”)",
    "directives": "calls on the reader to do something (“note”, “you need to”)",
    "emphatics": "words of emphasis (“just”, “a lot”)",
    "amplifiers": "words that intensify (“very”, “totally”)",
    "downtoners": "words that tone down (“barely”, “slightly”)",
    "verb_private": "verbs of thought and feeling (“think”, “feel”)",
    "verb_public": "verbs of speaking (“say”, “claim”)",
    "verb_suasive": "verbs of urging (“insist”, “propose”)",
    "modal_possibility": "verbs of possibility (“can”, “might”)",
    "modal_necessity": "verbs of duty (“must”, “should”)",
    "modal_prediction": "verbs of prediction (“will”, “would”)",
    "self_mentions": "words for yourself (“I”, “we”, “my”)",
    "pron_1sg": "words for yourself (“I”, “me”, “my”)",
    "pron_1pl": "words for your group (“we”, “us”, “our”)",
    "pron_2": "words for the reader (“you”, “your”)",
    "pron_3": "words for others (“he”, “she”, “they”)",
    "indef_pron": "general pronouns (“anyone”, “everything”)",
    "contractions": "contractions (“don’t”, “it’s”)",
    "personal_asides": "remarks about yourself in parentheses",
    "vader_pos": "positive words",
    "vader_neg": "negative words",
    "analogy": "comparisons such as “akin to” or “as if”",
    "weasel": "vague appeals (“some say”, “a number of”)",
    "oxymoron": "contradictions in terms (“open secret”)",
    "redundancy": "phrases that say a thing twice (“end result”)",
    "story_arc": "words that move a story on (“then”, “suddenly”)",
    "call_to_action": "calls to the reader (“subscribe”, “learn more”)",
    "asyndeton": "lists without “and” (“I came, I saw, I conquered”)",
    "isocolon": "neighbouring clauses built alike",
    "simile": "images with “like” or “as … as”",
    "elongation": "drawn-out words (“soooo”)",
    "caps_word_rate": "ordinary words in CAPITALS",
    "symbol_word": "symbols such as “#” or “*”",
    "mixed_script_rate": "words that mix alphabets",
    "nonstandard_ws": "invisible or odd characters",
    "line_break_rate": "line breaks",
    "ai_slop": "stock phrases of language models (“delve”, “tapestry”)",
    "mention_rate": "mentions of others (“@name”)",
    "latinate_rate": "learned words in “-tion”, “-ity” and the like",
    "number_token_rate": "numbers in figures",
    "jargon_rate": "words of business jargon",
    "appeals_shared": "appeals to what is shared",
    "pron_it": "You write “it” {} times",
    "verb_seem": "You write “seem” or “appear” {} times",
    "neg_analytic": "negations with “not”",
    "neg_synthetic": "negations with “no”, “neither” or “nor”",
    "slang_rate": "words of slang",
    "politeness": "polite expressions",
    "epizeuxis": "words said twice",
    "antithesis": "contrasts such as “not this but that”",
    "hyperbole": "exaggerations",
    "throat_clearing": "wind-up phrases before the point",
    "bold_md": "stretches in bold",
    "past_tense": "verbs in the past tense",
    "present_tense": "verbs in the present tense",
    "perfect_aspect": "verbs in the perfect (“has gone”)",
    "progressive": "verbs in the progressive (“is going”)",
    "future_will": "verbs in the future",
    "be_main": "forms of “be” as main verb",
    "proverb_do": "forms of “do” in place of another verb (“so do I”)",
    "exist_there": "You write “there is” or the like {} times",
    "adv_cause": "clauses with “because”",
    "adv_concession": "clauses with “although”",
    "adv_condition": "clauses with “if” or “unless”",
    "phrasal_coord": "pairs of words joined by “and” (“salt and pepper”)",
    "clausal_coord": "clauses joined by “and”",
    "clauses_per_sent": "clauses, each with a verb of its own,",
    "np_modifiers": "words that describe a noun (“the small red house”)",
    "sentence_relatives": "comments with “which” on what was just said",
    "that_rel_subj": "clauses such as “the dog that barked”",
    "that_rel_obj": "clauses such as “the dog that I saw”",
    "wh_rel_subj": "clauses such as “the man who came”",
    "wh_rel_obj": "clauses such as “the man whom I saw”",
    "pied_piping": "phrases such as “in which” or “to whom”",
    "that_deletion": "You leave out “that” {} times",
    "inversion_rate": "inversions (verb before the subject, “down came the rain”)",
    "tricolon": "groups of three",
    "polysyndeton": "lists with a conjunction before every item (“and this and that and those”)",
}

_MEASURED = {
    "sent_len_mean": "Your sentences have {} on average",
    "sent_len_median": "Your typical sentence has {}",
    "sent_len_p10": "Your short sentences have up to {}",
    "sent_len_p90": "Your long sentences have {} or more",
    "sent_len_sd": "Your sentences typically differ by {} from their mean length",
    "sent_len_iqr": "The middle half of your sentences differs by {}",
    "sent_len_cv": "Your sentences typically differ from their mean length by {} times that length",
    "sent_len_lag1": "The rhythm of your sentence lengths is {} (from -1, long and short alternate, to 1)",
    "sent_len_entropy": "The variety of your sentence lengths is {}",
    "para_sents_mean": "Your paragraphs have {} on average",
    "para_len_mean": "Your paragraphs have {} on average",
    "para_len_sd": "Your paragraphs typically differ by {} from their mean length",
    "char_per_word": "Your words have {} on average",
    "word_len_sd": "Your words typically differ by {} from their mean length",
    "syll_per_word": "Your words have {} on average",
    "ttr": "{} of the words in a text are different ones (type-token ratio, lower in longer texts)",
    "root_ttr": "Your variety of words by Guiraud's index is {}",
    "corrected_ttr": "Your variety of words by Carroll's index is {}",
    "herdan_c": "Your variety of words by Herdan's index is {}",
    "summer_s": "Your variety of words by Summer's index is {}",
    "dugast_u": "Your variety of words by Dugast's index is {}",
    "maas_a2": "Your repetition of words by Maas's index is {}",
    "mtld": "You write {} on average before words repeat much (MTLD)",
    "hdd": "{} of any 42 words of a text are different ones (HD-D)",
    "mattr50": "{} of any 50 words in a row are different ones",
    "msttr50": "{} of each 50 words of a text are different ones",
    "yule_k": "Your repetition of words by Yule's K is {}",
    "yule_i": "Your variety of words by Yule's I is {}",
    "simpson_d": "The chance that two words of a text are the same is {}",
    "honore_r": "Your use of words that occur just once, by Honoré's index, is {}",
    "brunet_w": "Your repetition of words by Brunet's index is {}",
    "shannon_word": "Your words are unpredictable to the extent of {}",
    "zipf_freq_mean": "The commonness of the words that carry your meaning is {} (3 rare, 7 everyday)",
    "noun_verb_ratio": "You use {} nouns per verb",
    "active_passive_ratio": "You use {} actives (“made”) per passive (“was made”)",
    "doc_len": "Your texts have {} on average",
    "weighted_len": "Your texts have {} as counted on X",
    "reading_time": "Reading a text of yours takes {}",
    "fre": "Your Flesch reading ease is {} out of 100",
    "fkgl": "The Flesch-Kincaid formula gives {}",
    "gunning_fog": "The Gunning Fog formula gives {}",
    "smog": "The SMOG formula gives {}",
    "ari": "The Automated Readability Index gives {}",
    "cli": "The Coleman-Liau formula gives {}",
    "spache": "The Spache formula gives {}",
    "linsear": "The Linsear Write formula gives {}",
    "lix": "The LIX formula gives {}",
    "rix": "Your sentences have {} of more than 6 letters on average (RIX)",
    "dale_chall": "The Dale-Chall formula, which counts unfamiliar words, gives {}",
    "eflaw": "The McAlpine EFLAW formula, for readers whose first language is not English, gives {}",
    "mdd": "Words stand {} on average from the word they belong to",
    "mdd_sd": "The distance of words from the word they belong to typically varies by {}",
    "ndd": "For the length of your sentences, related words stand apart by {}",
    "tree_depth": "Your sentences are nested {} deep on average",
    "left_embed": "You write {} on average before the main verb",
    "pos_entropy": "The variety of your constructions is {}",
    "f_score": "The formality of your texts, by the balance of nouns and verbs, is {}",
    "adjlist_formality": "The formality of your words is {} (from -1, informal, to 1, formal)",
    "analytic_cdi": "Your index of analysis (high) against storytelling (low) is {}",
    "vader_compound": "Your mood is {} (from -1, negative, to 1, positive)",
    "sentiment_volatility": "Your mood typically changes by {} (mood from -1 to 1)",
    "sentiment_arc": "Your mood changes by {} from start to end (mood from -1 to 1)",
    "biber_d1": "Talk (high) against information (low), Biber's dimension 1, is {}",
    "biber_d2": "Storytelling, Biber's dimension 2, is {}",
    "biber_d3": "Explicitness, Biber's dimension 3, is {}",
    "biber_d4": "Persuasion, Biber's dimension 4, is {}",
    "biber_d5": "Abstractness, Biber's dimension 5, is {}",
    "biber_d6": "Elaboration while speaking, Biber's dimension 6, is {}",
}

PHRASES: Mapping[str, str] = _SHARES | _COUNTED | _MEASURED

_EASIER, _HARDER = "Easier to read", "Harder to read"
_FOR_READING = dict.fromkeys(
    ("fkgl", "gunning_fog", "smog", "ari", "cli", "lix", "rix", "dale_chall", "spache", "linsear", "eflaw"),
    (_EASIER, _HARDER),
)
_REPETITIVE, _VARIED = "You repeat words more", "You repeat words less"
_FOR_VARIETY = dict.fromkeys(
    (
        *("ttr", "root_ttr", "corrected_ttr", "herdan_c", "summer_s", "dugast_u"),
        *("mtld", "hdd", "mattr50", "msttr50", "yule_i", "honore_r"),
    ),
    (_REPETITIVE, _VARIED),
)
_FOR_REPETITION = dict.fromkeys(("maas_a2", "yule_k", "simpson_d", "brunet_w"), (_VARIED, _REPETITIVE))

MEANINGS: Mapping[str, tuple[str, str]] = (
    _FOR_READING
    | _FOR_VARIETY
    | _FOR_REPETITION
    | {
        "fre": (_HARDER, _EASIER),
        "reading_time": ("Quicker to read", "Slower to read"),
        "sent_len_cv": ("Your sentences are more alike in length", "Your sentences vary more in length"),
        "sent_len_entropy": ("Your sentences are more alike in length", "Your sentences vary more in length"),
        "sent_len_lag1": ("Long and short sentences alternate more", "Sentences of one length follow each other more"),
        "shannon_word": ("Your words are easier to predict", "Your words are harder to predict"),
        "zipf_freq_mean": ("Your words are rarer", "Your words are more common"),
        "noun_verb_ratio": ("More acting, less naming", "More naming, less acting"),
        "active_passive_ratio": ("You use the passive more", "You use the passive less"),
        "pos_entropy": ("You vary your constructions less", "You vary your constructions more"),
        "ndd": ("Related words stand farther apart", "Related words stand closer"),
        "f_score": ("Less formal", "More formal"),
        "adjlist_formality": ("Less formal", "More formal"),
        "analytic_cdi": ("More narrative", "More analytic"),
        "vader_compound": ("More negative", "More positive"),
        "sentiment_volatility": ("Your mood changes less", "Your mood changes more"),
        "sentiment_arc": ("Your endings grow darker", "Your endings grow brighter"),
        "biber_d1": ("More informative, less like talk", "More like talk"),
        "biber_d2": ("Less narrative", "More narrative"),
        "biber_d3": ("You leave more to the situation", "More explicit"),
        "biber_d4": ("Less persuasive", "More persuasive"),
        "biber_d5": ("More concrete", "More abstract"),
        "biber_d6": ("Less improvised", "More improvised"),
        "mdd": ("Easier to follow", "Harder to follow"),
        "tree_depth": ("Your sentences are built more simply", "Your sentences are nested more"),
    }
)
"""Of measures whose number says little by itself: the meaning of a lower value, and of a higher one."""

_BARE = frozenset(
    {"index", "ratio", "probability", "correlation", "log ratio", "Zipf", "standard scores", "change from start to end"}
)
"""Units that add nothing to the number."""


def amount(value: float, unit: str) -> str:
    """A value with its unit, in the figures of a sentence and of a bar alike: "41%", "school grade 12", "28 words"."""
    if unit.startswith("share"):
        return f"{percent(value)}{unit.removeprefix('share')}"
    return with_unit(number(value, whole=True), unit)


def exactly(value: float, unit: str) -> str:
    """A value that is no share with its unit, to three figures: beside the range that it lies just outside of."""
    return with_unit(number(value), unit)


def with_unit(shown: str, unit: str) -> str:
    """A number or a range with its unit; units that add nothing are left out."""
    if unit in _BARE or unit.startswith("on a scale"):
        return shown
    return f"school grade {shown}" if unit == "school grade" else f"{shown} {unit}"


def clause(metric: Metric, shown: str, *, without: bool = False) -> str:
    """The sentence of a metric up to its full stop: `shown` is the value, `without` where that is nothing at all."""
    phrase = PHRASES.get(metric.id, "")
    if metric.unit.startswith("share"):
        return phrase.format(shown) if "{}" in phrase else f"{shown} {phrase or metric.name}"
    if metric.unit.startswith("per "):
        if "{}" in phrase:
            return phrase.format(shown)
        return f"You use no {phrase or _inside(metric)}" if without else f"You use {shown} {phrase or _inside(metric)}"
    return phrase.format(shown) if phrase else f"Your {_inside(metric)} is {shown}"


def ranges(metric: Metric, one: tuple[float, float], other: tuple[float, float]) -> str:
    """The sentence of a metric of two writers up to its full stop, with the range of each."""
    phrase, (here, there) = PHRASES.get(metric.id, ""), ("in the first", "in the second")
    if metric.unit.startswith("share"):
        first, second = (f"{percent(low)} to {percent(high)}" for low, high in (one, other))
        clause = f"{metric.name}: {first}" if "{}" in phrase else f"{first} {phrase.replace('your ', '')}"
        return f"{clause} {here}, {second} {there}"
    is_rate = metric.unit.startswith("per ")
    name = phrase[0].upper() + phrase[1:] if is_rate and phrase and "{}" not in phrase else metric.name
    meaning = f" (higher: {metric.higher})" if metric.id in MEANINGS else ""
    unit = with_unit("", metric.unit).strip()
    return f"{name}{meaning}: {bounds(*one)} {here}, {bounds(*other)} {there}{f' ({unit})' if unit else ''}"


def _inside(metric: Metric) -> str:
    """The name as it is written within a sentence."""
    return metric.name[0].lower() + metric.name[1:] if metric.name[1:2].islower() else metric.name
