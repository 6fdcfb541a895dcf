"""Rows of the arrays over the tokens of a tagged and parsed text, and the features found there."""

from enum import IntEnum, auto


class TaggedRow(IntEnum):
    """Rows of the array over the tokens of a text; the first nine are read, the others are derived from them.

    `NEXT` and the rows after it lead to a later token of the sentence, or are -1: the next one, or the next that is no
    adverb or negation, no personal pronoun either, no adjective, no comma or conjunction, none of these last two.
    """

    XPOS = 0
    UPOS = auto()
    LEMMA = auto()
    CLOSED = auto()
    START = auto()
    END = auto()
    SENTENCE = auto()
    HEAD = auto()
    RELATION = auto()
    LEXICAL = auto()
    OPENS = auto()
    RANK = auto()
    FIRST = auto()
    LAST = auto()
    NEXT = auto()
    PAST_ADVERBS = auto()
    PAST_SUBJECT = auto()
    PAST_ADJECTIVES = auto()
    PAST_LINKS = auto()
    PAST_LIST = auto()
    ASKED = auto()
    LAST_PARTICIPLE = auto()
    BE_BEFORE = auto()


class ParsedRow(IntEnum):
    """Rows of the array over the tokens of a parsed text.

    `CHILDREN` holds the relations of a token's dependents as bits, `TRAITS` their kinds (`DependentKind`); `BREAKS`
    counts question words and punctuation from the beginning; `SUBJECT` is the first subject of a root, or -1, and
    `FRONTED` marks something before that. The last three describe coordinations: the number of words joined to a word,
    the number of them of its class, and the number with a conjunction.
    """

    CHILDREN = 0
    TRAITS = auto()
    PREDICATE = auto()
    CLAUSE = auto()
    FIRST_VERB = auto()
    DEPTH = auto()
    BREAKS = auto()
    SUBJECT = auto()
    FRONTED = auto()
    JOINED = auto()
    ALIKE = auto()
    WITH_CONJUNCTION = auto()


class DependentKind(IntEnum):
    """Kinds of dependents, as bits."""

    LEXICAL = 0
    FINITE_VERB_PART = auto()
    BASE_COPULA = auto()
    HELPER = auto()
    INFINITIVE_MARK = auto()
    GERUND_PREPOSITION = auto()
    THERE = auto()
    AHEAD_OF_VERB = auto()
    OBJECT = auto()


class TagFeature(IntEnum):
    """Features of a token from tags, as bits; each is named after the sum that counts it."""

    TAGGED_WORDS = 0
    TAGGED_TOKENS = auto()
    TAGGED_SENTENCES = auto()
    ARTICLE_TOKENS = auto()
    PREPOSITION_TOKENS = auto()
    NOUN_TOKENS = auto()
    PROPN_TOKENS = auto()
    VERB_TOKENS = auto()
    AUX_TOKENS = auto()
    ADJ_TOKENS = auto()
    ADV_TOKENS = auto()
    PRON_TOKENS = auto()
    DET_TOKENS = auto()
    ADP_TOKENS = auto()
    CCONJ_TOKENS = auto()
    SCONJ_TOKENS = auto()
    PART_TOKENS = auto()
    NUM_TOKENS = auto()
    INTJ_TOKENS = auto()
    OPEN_PRON = auto()
    OPEN_DET = auto()
    OPEN_NOUN = auto()
    OPEN_ADJ = auto()
    OPEN_ADV = auto()
    OPEN_ADP = auto()
    OPEN_CONJ = auto()
    OPEN_SCONJ = auto()
    OPEN_VERB = auto()
    OPEN_INTJ = auto()
    PAST_TENSE = auto()
    PRESENT_TENSE = auto()
    FINITE_VERBS = auto()
    PERFECT_ASPECT = auto()
    PROGRESSIVE = auto()
    FUTURE = auto()
    INFINITIVES = auto()
    SPLIT_INFINITIVES = auto()
    SPLIT_AUXILIARIES = auto()
    BE_MAIN = auto()
    PROVERB_DO = auto()
    EXISTENTIAL_THERE = auto()
    TAGGED_POSSIBILITY = auto()
    TAGGED_NECESSITY = auto()
    TAGGED_PREDICTION = auto()
    ATTRIBUTIVE_ADJECTIVES = auto()
    ADVERBS = auto()
    DEMONSTRATIVE_PRONOUNS = auto()
    DEMONSTRATIVE_DETERMINERS = auto()
    CAUSAL_CLAUSES = auto()
    CONCESSIVE_CLAUSES = auto()
    CONDITIONAL_CLAUSES = auto()
    OTHER_ADVERBIAL_CLAUSES = auto()
    TIME_ADVERBIALS = auto()
    PLACE_ADVERBIALS = auto()
    PHRASAL_AND = auto()


class ParseFeature(IntEnum):
    """Features of a token from a parse, as bits; each is named after the sum that counts it."""

    PASSIVES = 0
    BY_PASSIVES = auto()
    AGENTLESS_PASSIVES = auto()
    ACTIVES = auto()
    GERUNDS = auto()
    IMPERATIVES = auto()
    VERBLESS_SENTENCES = auto()
    CLOSING_SENTENCES = auto()
    CLOSING_APPEALS = auto()
    PREDICATIVE_ADJECTIVES = auto()
    PRESENT_PARTICIPIAL_CLAUSES = auto()
    PAST_PARTICIPIAL_CLAUSES = auto()
    PRESENT_WHIZ = auto()
    PAST_WHIZ = auto()
    CLAUSES = auto()
    SUBORDINATE_CLAUSES = auto()
    COORDINATE_CLAUSES = auto()
    RELATIVE_CLAUSES = auto()
    SENTENCE_RELATIVES = auto()
    THAT_SUBJECT_RELATIVES = auto()
    THAT_OBJECT_RELATIVES = auto()
    WH_SUBJECT_RELATIVES = auto()
    WH_OBJECT_RELATIVES = auto()
    THAT_VERB_COMPLEMENTS = auto()
    THAT_ADJECTIVE_COMPLEMENTS = auto()
    THAT_DELETIONS = auto()
    WH_CLAUSES = auto()
    WH_QUESTIONS = auto()
    PIED_PIPES = auto()
    STRANDED_PREPOSITIONS = auto()
    CLAUSAL_AND = auto()
    FRONTINGS = auto()
    INVERSIONS = auto()
    PRONOUN_SUBJECTS = auto()
    SUBJECTS = auto()
    NOUN_PHRASES = auto()
    NOUN_PHRASE_MODIFIERS = auto()
    TRICOLA = auto()
    POLYSYNDETA = auto()
    ASYNDETA = auto()


class Order(IntEnum):
    """Sums over the sentences of a parsed text; each is named as in the statistics."""

    DEPENDENCIES = 0
    DEPENDENCY_LENGTH = auto()
    ADJACENT_DEPENDENCIES = auto()
    LINKED_SENTENCES = auto()
    TREE_DEPTH = auto()
    WORDS_BEFORE_VERB = auto()
    VERBAL_SENTENCES = auto()
    SENTENCE_DISTANCE = auto()
    SENTENCE_DISTANCE_SQ = auto()
    NORMALISED_DISTANCE = auto()


class TagFigure(IntEnum):
    """Figures from tags, which are stretches of tokens; each is named after the sum that counts it."""

    ISOCOLA = 0
    SIMILES = auto()
    ANECDOTAL_OPENINGS = auto()


class Stretch(IntEnum):
    """Columns of the array of stretches of tokens: the figure, the first and the last token."""

    FIGURE = 0
    FIRST = auto()
    LAST = auto()
