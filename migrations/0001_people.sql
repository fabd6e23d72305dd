-- Staff accounts, what they may do, and how they prove who they are.
CREATE TABLE users (
    id UUID PRIMARY KEY,
    email TEXT NOT NULL,
    folded_email TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    ui_locale TEXT NOT NULL,
    state TEXT NOT NULL,
    password_hash TEXT,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT
);

CREATE TABLE role_assignments (
    id UUID PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id),
    role TEXT NOT NULL,
    -- NULL = everywhere.
    locales JSONB,
    section_ids JSONB
);
CREATE INDEX role_assignments_by_user ON role_assignments (user_id);

CREATE TABLE sessions (
    id UUID PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    end_reason TEXT
);
CREATE INDEX sessions_by_user ON sessions (user_id);

-- Each refresh token works once. A used one that comes back ends its session (RFC 9700, 4.14.2).
CREATE TABLE refresh_tokens (
    token_hash TEXT PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id),
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

CREATE TABLE api_tokens (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    user_id UUID NOT NULL REFERENCES users (id),
    permissions JSONB NOT NULL,
    locales JSONB,
    allowed_origins JSONB NOT NULL,
    cost_budget_per_minute INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT,
    revoked_at BIGINT
);

-- Keys that sign access tokens and seal page tokens; shared by the nodes of one site.
CREATE TABLE keys (
    id TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    secret TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    retired_at BIGINT
);

-- Answers of creations that carried a request id, so that a retry creates nothing twice.
CREATE TABLE creations (
    account_id UUID NOT NULL,
    request_id TEXT NOT NULL,
    action TEXT NOT NULL,
    subject_id UUID NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, request_id)
);
