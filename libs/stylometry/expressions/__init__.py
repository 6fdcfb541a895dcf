"""Words and phrases that are typical of a writer, beside a background of other writers."""
