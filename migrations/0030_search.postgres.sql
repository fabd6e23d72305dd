-- One row for each publication, in the order of lists: the newest has the greatest id. Titles and
-- ledes are kept as stems, by which what is found is ordered; `words` holds the stems of the whole
-- text, and what it stands under.
CREATE TABLE search_rows (
    id BIGINT PRIMARY KEY,
    publication_id UUID NOT NULL UNIQUE REFERENCES publications (id),
    locale TEXT NOT NULL,
    title TEXT NOT NULL,
    lede TEXT NOT NULL,
    words TSVECTOR NOT NULL
);
CREATE INDEX search_rows_by_word ON search_rows USING GIN (words);

-- Stems of titles and ledes by what their words sound like. Compared by bytes, as SQLite does.
CREATE TABLE search_words (
    locale TEXT NOT NULL,
    sound TEXT COLLATE "C" NOT NULL,
    stem TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (locale, sound, stem)
);

-- The same stems by three letters in a row, for misspelt words.
CREATE TABLE search_trigrams (
    locale TEXT NOT NULL,
    trigram TEXT COLLATE "C" NOT NULL,
    stem TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (locale, trigram, stem)
);
