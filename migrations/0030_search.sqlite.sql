-- One row for each publication, in the order of lists: the newest has the greatest id. Titles and
-- ledes are kept as stems, by which what is found is ordered.
CREATE TABLE search_rows (
    id INTEGER PRIMARY KEY,
    publication_id UUID NOT NULL UNIQUE REFERENCES publications (id),
    locale TEXT NOT NULL,
    title TEXT NOT NULL,
    lede TEXT NOT NULL
);

-- The stems of the texts, parted by spaces, and what they stand under. Only the index is kept:
-- https://sqlite.org/fts5.html#contentless_delete_tables. The tokenizer parts at the spaces alone.
CREATE VIRTUAL TABLE search_index USING fts5 (
    title, lede, body, terms,
    content = '', contentless_delete = 1, tokenize = 'ascii'
);

-- Stems of titles and ledes by what their words sound like.
CREATE TABLE search_words (
    locale TEXT NOT NULL,
    sound TEXT NOT NULL,
    stem TEXT NOT NULL,
    PRIMARY KEY (locale, sound, stem)
) WITHOUT ROWID;

-- The same stems by three letters in a row, for misspelt words.
CREATE TABLE search_trigrams (
    locale TEXT NOT NULL,
    trigram TEXT NOT NULL,
    stem TEXT NOT NULL,
    PRIMARY KEY (locale, trigram, stem)
) WITHOUT ROWID;
