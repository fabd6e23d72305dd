-- The story across languages.
CREATE TABLE articles (
    id UUID PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    source_locale TEXT NOT NULL,
    section_id UUID NOT NULL REFERENCES sections (id),
    primary_tag_id UUID REFERENCES tags (id),
    lead_media JSONB,
    sensitivity JSONB NOT NULL,
    ad_serving TEXT NOT NULL,
    content_categories JSONB NOT NULL,
    hide_call_to_action BOOLEAN NOT NULL,
    sponsor_id UUID,
    slugline TEXT,
    urgency INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    created_by UUID NOT NULL REFERENCES users (id),
    changed_at BIGINT NOT NULL,
    changed_by UUID NOT NULL REFERENCES users (id),
    archived_at BIGINT
);
CREATE INDEX articles_by_change ON articles (changed_at, number);
CREATE INDEX articles_by_section ON articles (section_id, changed_at);

-- The last short number given out.
CREATE TABLE article_numbers (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    last BIGINT NOT NULL
);
INSERT INTO article_numbers (id, last) VALUES (1, 0);

-- The story in one language: a live lane and a draft lane.
CREATE TABLE translations (
    id UUID PRIMARY KEY,
    article_id UUID NOT NULL REFERENCES articles (id),
    locale TEXT NOT NULL,
    version INTEGER NOT NULL,
    slug TEXT NOT NULL,
    live_state TEXT NOT NULL,
    draft_state TEXT NOT NULL,
    live_revision_id UUID,
    draft_revision_id UUID,
    last_revision INTEGER NOT NULL,
    -- Revision of the source language that this text was made from.
    based_on_revision INTEGER,
    first_published_at BIGINT,
    last_published_at BIGINT,
    display_published_at BIGINT,
    -- Day of the first publication in the site's zone of that time; never moves.
    published_on TEXT,
    listed_at BIGINT,
    updated_at BIGINT,
    shows_update BOOLEAN NOT NULL,
    breaking_since BIGINT,
    withdrawn_at BIGINT,
    withdrawn_reason TEXT,
    withdrawn_notice TEXT,
    text_author_id UUID NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    UNIQUE (article_id, locale)
);

-- Immutable texts.
CREATE TABLE revisions (
    id UUID PRIMARY KEY,
    translation_id UUID NOT NULL REFERENCES translations (id),
    number INTEGER NOT NULL,
    reason TEXT NOT NULL,
    note TEXT,
    based_on_revision INTEGER,
    created_at BIGINT NOT NULL,
    created_by UUID NOT NULL REFERENCES users (id),
    content_hash TEXT NOT NULL,
    content JSONB NOT NULL,
    UNIQUE (translation_id, number)
);

-- The working copy of an open draft lane.
CREATE TABLE drafts (
    translation_id UUID PRIMARY KEY REFERENCES translations (id),
    content JSONB NOT NULL
);

-- What each accepted save changed, so that a stale save can be told apart and merged.
CREATE TABLE saves (
    translation_id UUID NOT NULL REFERENCES translations (id),
    version INTEGER NOT NULL,
    account_id UUID NOT NULL,
    saved_at BIGINT NOT NULL,
    changed_paths JSONB NOT NULL,
    changed_block_ids JSONB NOT NULL,
    -- Blocks as they were before this save, by id; NULL for one that did not exist. Kept 24 h.
    prior_blocks JSONB,
    PRIMARY KEY (translation_id, version)
);
CREATE INDEX saves_by_age ON saves (saved_at);

CREATE TABLE corrections (
    id UUID PRIMARY KEY,
    translation_id UUID NOT NULL REFERENCES translations (id),
    kind TEXT NOT NULL,
    text JSONB NOT NULL,
    placement TEXT NOT NULL,
    block_id TEXT,
    shows_update BOOLEAN NOT NULL,
    issued_at BIGINT NOT NULL,
    issued_by UUID NOT NULL REFERENCES users (id),
    revision INTEGER NOT NULL,
    withdrawn_at BIGINT
);
CREATE INDEX corrections_by_translation ON corrections (translation_id, issued_at);

-- What readers get, from when to when. Only visible_until ever changes.
CREATE TABLE publications (
    id UUID PRIMARY KEY,
    article_id UUID NOT NULL REFERENCES articles (id),
    translation_id UUID NOT NULL REFERENCES translations (id),
    locale TEXT NOT NULL,
    number BIGINT NOT NULL,
    revision_id UUID NOT NULL REFERENCES revisions (id),
    revision INTEGER NOT NULL,
    kind TEXT NOT NULL,
    slug TEXT NOT NULL,
    published_on TEXT NOT NULL,
    section_id UUID NOT NULL,
    published_at BIGINT NOT NULL,
    updated_at BIGINT,
    shows_update BOOLEAN NOT NULL,
    listed_at BIGINT NOT NULL,
    visible_from BIGINT NOT NULL,
    visible_until BIGINT NOT NULL,
    -- FALSE when archived: readable, but out of lists.
    is_listed BOOLEAN NOT NULL,
    -- FALSE with noIndex or a canonical address elsewhere: out of hreflang.
    is_indexable BOOLEAN NOT NULL,
    is_retracted BOOLEAN NOT NULL,
    emphasis TEXT NOT NULL,
    breaking_since BIGINT,
    -- What lists show (headline, summary, markers, lead media), and the facts shared by the languages, as ids.
    card JSONB NOT NULL,
    content JSONB NOT NULL
);
CREATE INDEX publications_by_listing ON publications (locale, listed_at, number);
CREATE INDEX publications_by_day ON publications (locale, published_on, published_at, number);
CREATE INDEX publications_by_number ON publications (number, locale, visible_until);
CREATE INDEX publications_by_slug ON publications (locale, slug, visible_until);
CREATE INDEX publications_by_article ON publications (article_id, visible_until);
CREATE INDEX publications_by_translation ON publications (translation_id, visible_until);
