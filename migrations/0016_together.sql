-- Who edits a translation, and until when others leave it to them. A courtesy: the version decides.
CREATE TABLE edit_locks (
    translation_id UUID PRIMARY KEY REFERENCES translations (id),
    holder_id UUID NOT NULL REFERENCES users (id),
    acquired_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX edit_locks_by_holder ON edit_locks (holder_id);

-- Threads on drafts.
CREATE TABLE comments (
    id UUID PRIMARY KEY,
    translation_id UUID NOT NULL REFERENCES translations (id),
    author_id UUID NOT NULL REFERENCES users (id),
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- Where it hung when it was written; NULL = on the whole draft. The words say where it hangs now.
    block_id TEXT,
    starts_at INTEGER,
    ends_at INTEGER,
    quoted_text TEXT,
    mentions JSONB NOT NULL,
    resolved_at BIGINT,
    resolved_by UUID REFERENCES users (id)
);
CREATE INDEX comments_by_translation ON comments (translation_id, id);

CREATE TABLE comment_replies (
    id UUID PRIMARY KEY,
    comment_id UUID NOT NULL REFERENCES comments (id),
    author_id UUID NOT NULL REFERENCES users (id),
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX comment_replies_by_comment ON comment_replies (comment_id, id);
