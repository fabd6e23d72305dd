CREATE TABLE sections (
    id UUID PRIMARY KEY,
    version INTEGER NOT NULL,
    parent_id UUID REFERENCES sections (id),
    position INTEGER NOT NULL,
    is_active BOOLEAN NOT NULL
);

CREATE TABLE section_texts (
    section_id UUID NOT NULL REFERENCES sections (id),
    locale TEXT NOT NULL,
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    description TEXT,
    PRIMARY KEY (section_id, locale)
);

CREATE TABLE tags (
    id UUID PRIMARY KEY,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    merged_into_id UUID REFERENCES tags (id),
    image_id UUID,
    sensitivity JSONB NOT NULL,
    wikidata_id TEXT,
    media_topic_id TEXT,
    ad_categories JSONB NOT NULL
);

CREATE TABLE tag_texts (
    tag_id UUID NOT NULL REFERENCES tags (id),
    locale TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Unique among the tags of its kind; NULL frees the name of a merged or retired tag.
    folded_name TEXT,
    -- The folded name and other spellings, one a line.
    search_text TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    slug TEXT NOT NULL,
    description TEXT,
    aliases JSONB NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (tag_id, locale),
    UNIQUE (locale, kind, folded_name)
);
CREATE INDEX tag_texts_by_slug ON tag_texts (locale, slug);
CREATE INDEX tag_texts_by_name ON tag_texts (locale, sort_key, tag_id);

CREATE TABLE authors (
    id UUID PRIMARY KEY,
    version INTEGER NOT NULL,
    photo_id UUID,
    links JSONB NOT NULL,
    account_id UUID REFERENCES users (id),
    is_active BOOLEAN NOT NULL,
    merged_into_id UUID REFERENCES authors (id)
);

CREATE TABLE author_texts (
    author_id UUID NOT NULL REFERENCES authors (id),
    locale TEXT NOT NULL,
    name TEXT NOT NULL,
    name_after_role TEXT,
    folded_name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    slug TEXT NOT NULL,
    job_title TEXT,
    bio TEXT,
    PRIMARY KEY (author_id, locale)
);
CREATE INDEX author_texts_by_slug ON author_texts (locale, slug);
CREATE INDEX author_texts_by_name ON author_texts (locale, sort_key, author_id);
