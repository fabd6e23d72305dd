-- Later revisions of a text hold their blocks by hash; each body is stored once a translation.
ALTER TABLE revisions ADD COLUMN blocks JSONB;

CREATE TABLE revision_blocks (
    translation_id UUID NOT NULL REFERENCES translations (id),
    hash TEXT NOT NULL,
    -- Number of the revision that brought it.
    since INTEGER NOT NULL,
    body JSONB NOT NULL,
    PRIMARY KEY (translation_id, hash)
);

-- Work lists, in their order.
CREATE INDEX translations_by_draft ON translations (draft_state, changed_at, id);
CREATE INDEX translations_by_author ON translations (text_author_id, draft_state, changed_at, id);
CREATE INDEX translations_by_publication ON translations (live_state, last_published_at, id);

-- Whether anything was published of a revision is asked whenever one goes.
CREATE INDEX publications_by_revision ON publications (revision_id);
