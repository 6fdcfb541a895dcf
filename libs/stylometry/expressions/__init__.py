"""Words and phrases that are typical of a writer, compared with a background of other writers."""
