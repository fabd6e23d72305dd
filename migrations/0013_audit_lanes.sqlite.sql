-- The audit trail: each entry is sealed with the seal of the one before it in its lane.
ALTER TABLE audit ADD COLUMN subject_prefix TEXT NOT NULL DEFAULT '';
UPDATE audit SET subject_prefix = CASE
    WHEN action LIKE 'article%' THEN 'art'
    WHEN action LIKE 'translation%' OR action LIKE 'correction%' THEN 'trn'
    WHEN action LIKE 'tag%' THEN 'tag'
    WHEN action LIKE 'section%' THEN 'sec'
    WHEN action LIKE 'author%' THEN 'aut'
    WHEN action LIKE 'asset%' THEN 'ast'
    WHEN action LIKE 'front%' THEN 'frn'
    WHEN action LIKE 'redirect%' THEN 'rdr'
    WHEN action LIKE 'callToAction%' THEN 'cta'
    WHEN action LIKE 'placement%' THEN 'plc'
    WHEN action LIKE 'apiToken%' THEN 'tok'
    WHEN action LIKE 'user%' OR action LIKE 'session%' THEN 'usr'
    ELSE 'edn'
END;
-- Entries from before the seals have none of these.
ALTER TABLE audit ADD COLUMN lane INTEGER;
ALTER TABLE audit ADD COLUMN position BIGINT;
ALTER TABLE audit ADD COLUMN seal TEXT;
CREATE UNIQUE INDEX audit_by_place ON audit (lane, position);
DROP INDEX audit_by_subject;
CREATE INDEX audit_by_subject ON audit (subject_id, at, seq);
CREATE INDEX audit_by_time ON audit (at, seq);
CREATE INDEX audit_by_user ON audit (user_id, at, seq);
CREATE INDEX audit_by_token ON audit (token_id, at, seq);
CREATE INDEX audit_by_action ON audit (action, at, seq);

-- The end of each lane. An entry without a seal is older than the lanes: up to unsealed_to.
CREATE TABLE audit_lanes (
    lane INTEGER PRIMARY KEY,
    length BIGINT NOT NULL,
    seal TEXT NOT NULL,
    unsealed_to BIGINT NOT NULL
);
INSERT INTO audit_lanes (lane, length, seal, unsealed_to)
SELECT 1, 0, '', COALESCE(MAX(seq), 0) FROM audit;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'entries of the audit trail are never changed');
END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'entries of the audit trail are never deleted');
END;

-- An invitation that has not been taken up; each account has one at most.
CREATE TABLE invitations (
    user_id UUID PRIMARY KEY REFERENCES users (id),
    token_hash TEXT NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL
);
