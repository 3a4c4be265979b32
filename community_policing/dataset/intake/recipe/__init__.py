"""Recipe of a file: how strangers' sheets, headers, rows and words are read as tables of the schema."""
