"""Metrics of the literature that are not in the catalogue, with the reasons."""

from collections.abc import Mapping

_VECTOR = "a profile of many numbers, not one: it is part of the style vector that the score compares"
_DISTANCE = "a distance between texts, not a measure of one: the score's learned comparison replaces it"
_NORMS = "its norms may be used for research alone, so they cannot be shipped"
_MEANING = "needs word meanings (embeddings), which are not shipped"
_CLASS = "a class of text, not a quantity"

LEFT_OUT: Mapping[str, tuple[str, str]] = {
    "mtld_ma_wrap": ("MTLD-MA-Wrap", "measures the same as MTLD, at several times its cost"),
    "vocd_d": ("vocd-D", "a fit to random draws of what HD-D computes exactly (McCarthy & Jarvis 2007)"),
    "aoa_mean": ("Mean age of acquisition", _NORMS),
    "concreteness_mean": ("Mean concreteness", _NORMS),
    "vad_arousal": ("Mean arousal", _NORMS),
    "cm_l2": ("Coh-Metrix L2 readability", "its word-frequency norms are not public"),
    "cm_formality": ("Coh-Metrix formality", "its components are not public"),
    "narrativity": ("Narrativity", "given as biber_d2, narrative concerns"),
    "pos_unigram": ("Parts of speech", "given one by one, as pos_noun, pos_verb and so on"),
    "pos_bigram": ("Pairs of parts of speech", f"{_VECTOR}; pos_entropy sums them up"),
    "pos_trigram": ("Threes of parts of speech", _VECTOR),
    "sent_start_pos": ("Parts of speech that open sentences", "given one by one, as sent_start_pron and so on"),
    "fw_vector": ("Function-word profile", _VECTOR),
    "char3_profile": ("Character 3-grams", _VECTOR),
    "char4_tfidf": ("Character 4-grams", _VECTOR),
    "affix_ngrams": ("Typed character n-grams", _VECTOR),
    "word_bigram": ("Word bigrams", _VECTOR),
    "skipgram": ("Skip-grams", _VECTOR),
    "punct_bigram": ("Pairs of punctuation marks", _VECTOR),
    "mfw_delta": ("Burrows' Delta", _DISTANCE),
    "cosine_delta": ("Cosine Delta", _DISTANCE),
    "eder_delta": ("Eder's Delta", _DISTANCE),
    "argamon_delta": ("Argamon's Delta", _DISTANCE),
    "minmax_ruzicka": ("Min-max distance", _DISTANCE),
    "gi_imposters": ("General Impostors", _DISTANCE),
    "ncd": ("Normalised compression distance", _DISTANCE),
    "kl_div": ("Kullback-Leibler divergence", _DISTANCE),
    "rolling_delta": ("Rolling Delta", f"{_DISTANCE}; the score gives it sentence by sentence"),
    "zeta_markers": ("Craig's Zeta", "compares two bodies of text, not a measure of one"),
    "log_odds_markers": ("Log-odds marker words", "compares two bodies of text, not a measure of one"),
    "keyness_ll": ("Keyness", "compares two bodies of text, not a measure of one"),
    "stem_overlap_all": ("Stem overlap of all sentences", "grows with the square of the sentences and does not merge"),
    "coherence_1": ("First-order coherence", _MEANING),
    "coherence_2": ("Second-order coherence", _MEANING),
    "givenness": ("Givenness", _MEANING),
    "metaphor_cand": ("Metaphor candidates", _MEANING),
    "reader_pronouns": ("Reader mentions", "given as pron_2; an inclusive we cannot be distinguished from another"),
    "chiasmus": ("Chiasmus", "of 17 strict candidates in hand-annotated texts two were real: too few to show"),
    "assonance": ("Assonance", "needs the stress of every word in its sentence, which a word list does not give"),
    "hook_type": ("Kind of opening", _CLASS),
    "cta_type": ("Kind of call to action", f"{_CLASS}; cta_close gives the closing sentences that ask or command"),
    "emoji_pos": ("Position of emoji", "several shares, each of too few emoji in a text to be measured"),
    "bullet_style": ("Marks of list items", "several shares, each of too few items in a text to be measured"),
    "lang_id": ("Language", "a text in another language is refused before anything is measured"),
    "perplexity_proxy": ("Perplexity", "needs a language model of the persona's own texts"),
    "near_dup": ("Near-duplicate of a sample", "compares texts: a repeated sample is refused when it is added"),
    "reg_class": ("Kind of text", _CLASS),
}
"""Name and reason by the usual id."""
