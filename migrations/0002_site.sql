-- Grows with every change of what is held in memory: settings, sections, placements and the like.
CREATE TABLE facts (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);
INSERT INTO facts (id, version) VALUES (1, 1);

CREATE TABLE site (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    base_url TEXT NOT NULL,
    default_locale TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    social_links JSONB NOT NULL,
    language_parity JSONB NOT NULL,
    retention JSONB NOT NULL
);

CREATE TABLE editions (
    id UUID PRIMARY KEY,
    locale TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL,
    is_enabled BOOLEAN NOT NULL,
    autonym TEXT NOT NULL,
    short_label TEXT NOT NULL,
    direction TEXT NOT NULL,
    home_title TEXT NOT NULL,
    home_description TEXT,
    date_patterns JSONB NOT NULL,
    labels JSONB NOT NULL,
    transliteration TEXT NOT NULL,
    apostrophe TEXT NOT NULL,
    name_fallback JSONB NOT NULL,
    ad_locales JSONB NOT NULL
);

CREATE TABLE menus (
    locale TEXT NOT NULL,
    key TEXT NOT NULL,
    items JSONB NOT NULL,
    PRIMARY KEY (locale, key)
);

CREATE TABLE calls_to_action (
    id UUID PRIMARY KEY,
    version INTEGER NOT NULL,
    key TEXT NOT NULL UNIQUE,
    slot TEXT NOT NULL,
    texts JSONB NOT NULL,
    url TEXT NOT NULL,
    image_id UUID,
    section_ids JSONB NOT NULL,
    starts_at BIGINT,
    ends_at BIGINT,
    weight INTEGER NOT NULL,
    is_active BOOLEAN NOT NULL
);

-- Old paths and where they lead. The target is an entity (so chains cannot form) or an address outside.
CREATE TABLE redirects (
    id UUID PRIMARY KEY,
    -- NULL = in every edition.
    locale TEXT,
    from_path TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target_id UUID,
    target_url TEXT,
    status INTEGER NOT NULL,
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL
);
CREATE INDEX redirects_by_path ON redirects (from_path, valid_until);
CREATE INDEX redirects_by_target ON redirects (target_id);

-- One register of address words: what is taken, by whom, and what stays reserved for ever.
CREATE TABLE slugs (
    locale TEXT NOT NULL,
    namespace TEXT NOT NULL,
    slug TEXT NOT NULL,
    owner_id UUID NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (locale, namespace, slug)
);
CREATE INDEX slugs_by_owner ON slugs (owner_id);

-- Identities in other systems, and the keys of imported records.
CREATE TABLE external_ids (
    system TEXT NOT NULL,
    value TEXT NOT NULL,
    subject_id UUID NOT NULL,
    -- Of the imported record, so that an unchanged one is left alone.
    content_hash TEXT,
    PRIMARY KEY (system, value)
);
CREATE INDEX external_ids_by_subject ON external_ids (subject_id);
