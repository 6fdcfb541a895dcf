"""Numbers that kernels and their callers share: rows and columns of arrays, and bits.

These are part of the kernels' sources, so that code compiled for other numbers is never used.
"""

from enum import IntEnum


class TokenKind(IntEnum):
    """Kind of a token."""

    PUNCTUATION = 0
    WORD = 1
    NUMBER = 2
    LINK = 3
    MENTION = 4
    SYMBOL = 5
    EMOTICON = 6
    SPACE = 7


class SourceColumn(IntEnum):
    """Columns of the source of a tokenised text: hash of the form, offset, and 1 at the beginning of a sentence."""

    ORTH = 0
    OFFSET = 1
    SENTENCE_START = 2


class LexemeColumn(IntEnum):
    """Numeric columns of the lexeme table.

    `LENGTH` is in code points, `ZIPF` in hundredths, `VALENCE` in tenths; `PHRASE_WORD` numbers words that occur in
    phrases; `DOUBLED` is 1 for words that are doubled by grammar ("had had"); `MARKS` are bits of `PositionalFlag`.
    """

    KIND = 0
    LENGTH = 1
    LINE_BREAKS = 2
    TYPE = 3
    LETTERS = 4
    SYLLABLES = 5
    ZIPF = 6
    VALENCE = 7
    ONSET = 8
    PHRASE_WORD = 9
    CLITIC = 10
    DOUBLED = 11
    MARKS = 12


class Clitic(IntEnum):
    """Clitics whose reading depends on the word before, and words to which "n't" adds a syllable."""

    NONE = 0
    POSSESSIVE_OR_IS = 1
    NEGATION = 2
    SYLLABIC_BEFORE_NEGATION = 3


class PositionalFlag(IntEnum):
    """Bits of the flags that are kept by position; each is named after its flag."""

    COMMA = 0
    EXCLAMATION = 1
    QUESTION = 2
    PARENTHESIS = 3
    CLOSING_PARENTHESIS = 4
    STRAIGHT_QUOTE = 5
    CURLY_QUOTE = 6
    CONTENT = 7
    LOWER_CASE = 8
    CONTRACTION = 9
    APOSTROPHE_S = 10
    CLITIC_HOSTS = 11
    LIST_CONJUNCTIONS = 12
    SECOND_LIMB = 13
    PRON_1SG = 14
    PRON_1PL = 15
    PRON_IT = 16
    DEMONSTRATIVES = 17
    AUXILIARIES = 18
    NEG_ANALYTIC = 19
    NEGATIONS = 20
    OPENER_CONJUNCTIONS = 21
    TRANSITION_WORDS = 22
    DISCOURSE_PARTICLES = 23


class TokenRow(IntEnum):
    """Rows of the array over tokens; `WORD` is the word that a token begins or continues, -1 for none."""

    ROW = 0
    START = 1
    END = 2
    SENTENCE = 3
    PARAGRAPH = 4
    WORD = 5


class WordRow(IntEnum):
    """Rows of the array over words: the token each begins with, its identity, its letters and syllables."""

    TOKEN = 0
    TYPE = 1
    LETTERS = 2
    SYLLABLES = 3


class TrieEdge(IntEnum):
    """Columns of the edges of the trie of phrases: the state they leave, the word, and the state they reach."""

    STATE = 0
    WORD = 1
    TO = 2


class PhraseMatch(IntEnum):
    """Columns of the array of matched phrases: the flag of the list, the first and last token, the weight."""

    FLAG = 0
    FIRST = 1
    LAST = 2
    WEIGHT = 3
    MARKS = 4


class Figure(IntEnum):
    """Bits of the figures of each token; each is named after the sum that counts it.

    Figures of a sentence are set at its first word, figures of a word at the token that begins it.
    """

    QUESTIONS = 0
    EXCLAIMED_SENTENCES = 1
    ANSWERED_QUESTIONS = 2
    STATEMENT_AFTER_QUESTION = 3
    CONJUNCTION_OPENINGS = 4
    TRANSITION_OPENINGS = 5
    PARTICLE_OPENINGS = 6
    LOWERCASE_OPENINGS = 7
    ANAPHORA = 8
    EPIPHORA = 9
    SYMPLOCE = 10
    ANADIPLOSIS = 11
    EPIZEUXIS = 12
    ANTITHESIS = 13
    CONTRACTED_IS = 14
    SERIAL_COMMAS = 15
    OPEN_LISTS = 16
    ASIDES = 17
    ONSET_PAIRS = 18
    ONSET_MATCHES = 19
    QUOTED_WORDS = 20
    REPEATED_WORDS = 21


class ExpressionKind(IntEnum):
    """Kinds of expressions."""

    WORD = 0
    PHRASE = 1
    OPENING = 2
    TRANSITION = 3
