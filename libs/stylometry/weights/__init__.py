"""Files that fitting scripts made; nothing in them is typed by hand."""
