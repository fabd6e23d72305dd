-- The change feed: what happened, in commit order. Readers of it keep cursors.
CREATE TABLE events (
    seq BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    id UUID NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    payload JSONB NOT NULL,
    at BIGINT NOT NULL,
    -- A serial number is not commit order: readers stop below the oldest running transaction.
    txid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX events_by_subject ON events (subject_id, seq);

-- Who did what to what. Rows are only ever added.
CREATE TABLE audit (
    seq BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
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
