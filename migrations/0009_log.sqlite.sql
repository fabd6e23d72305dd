-- The change feed: what happened, in commit order. Readers of it keep cursors.
CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id UUID NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    payload JSONB NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX events_by_subject ON events (subject_id, seq);

-- Who did what to what. Rows are only ever added.
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id UUID NOT NULL UNIQUE,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    user_id UUID,
    token_id UUID,
    system_name TEXT,
    action TEXT NOT NULL,
    subject_id UUID NOT NULL,
    subject_label TEXT NOT NULL,
    changes JSONB NOT NULL,
    reason TEXT,
    request_id TEXT NOT NULL
);
CREATE INDEX audit_by_subject ON audit (subject_id, seq);
