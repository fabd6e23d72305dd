-- The facts of a home page as plain tables with foreign keys, which PostGraphile makes its schema of.
-- What Masthead works out for each answer (addresses, local times, labels) is worked out here once.
DROP SCHEMA IF EXISTS portal CASCADE;
CREATE SCHEMA portal;
CREATE TABLE portal.editions (
    locale TEXT PRIMARY KEY, site_name TEXT NOT NULL, autonym TEXT NOT NULL, title TEXT,
    description TEXT, canonical_url TEXT
);
CREATE TABLE portal.social_links (
    id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    locale TEXT NOT NULL REFERENCES portal.editions, network TEXT NOT NULL, url TEXT NOT NULL
);
CREATE TABLE portal.menu_items (
    id INTEGER PRIMARY KEY, locale TEXT REFERENCES portal.editions,
    parent INTEGER REFERENCES portal.menu_items, label TEXT NOT NULL, url TEXT,
    is_highlighted BOOLEAN
);
CREATE TABLE portal.support_calls (
    locale TEXT PRIMARY KEY REFERENCES portal.editions, title TEXT, button_label TEXT, url TEXT
);
CREATE TABLE portal.languages (
    id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    locale TEXT NOT NULL REFERENCES portal.editions, other TEXT NOT NULL, label TEXT, url TEXT,
    is_current BOOLEAN, target TEXT
);
CREATE TABLE portal.alternates (
    id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    locale TEXT NOT NULL REFERENCES portal.editions, hreflang TEXT, url TEXT
);
CREATE TABLE portal.slots (
    id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    locale TEXT NOT NULL REFERENCES portal.editions, key TEXT, zone TEXT, label TEXT,
    width INTEGER, height INTEGER
);
CREATE TABLE portal.authors (
    id UUID NOT NULL, locale TEXT NOT NULL, name TEXT, url TEXT, PRIMARY KEY (id, locale)
);
CREATE TABLE portal.stories (
    id UUID PRIMARY KEY, article UUID NOT NULL, locale TEXT NOT NULL REFERENCES portal.editions,
    url TEXT NOT NULL, short_headline TEXT NOT NULL, emphasis TEXT NOT NULL, kind TEXT NOT NULL,
    summary TEXT, update_label TEXT, listed_at BIGINT NOT NULL, listed_on TEXT NOT NULL,
    listed_iso TEXT NOT NULL, listed_short TEXT NOT NULL, listed_time TEXT NOT NULL
);
CREATE TABLE portal.markers (
    id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    story UUID NOT NULL REFERENCES portal.stories, kind TEXT NOT NULL, label TEXT NOT NULL
);
CREATE TABLE portal.bylines (
    id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    story UUID NOT NULL REFERENCES portal.stories, author UUID NOT NULL, locale TEXT NOT NULL,
    FOREIGN KEY (author, locale) REFERENCES portal.authors
);
CREATE TABLE portal.zones (
    id INTEGER PRIMARY KEY, locale TEXT NOT NULL REFERENCES portal.editions, key TEXT, title TEXT,
    layout TEXT, more_url TEXT
);
CREATE TABLE portal.zone_items (
    id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    zone INTEGER NOT NULL REFERENCES portal.zones, story UUID NOT NULL REFERENCES portal.stories,
    headline TEXT, emphasis TEXT, src_set TEXT, blur_hash TEXT
);
