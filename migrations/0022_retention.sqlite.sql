-- The last entry that was removed from the beginning of each lane; 0 = none yet.
CREATE TABLE audit_anchors (
    lane INTEGER PRIMARY KEY,
    position BIGINT NOT NULL,
    seal TEXT NOT NULL
);
INSERT INTO audit_anchors (lane, position, seal) SELECT lane, 0, '' FROM audit_lanes;

DROP TRIGGER audit_is_never_deleted;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
WHEN NOT EXISTS (
    SELECT 1 FROM audit_anchors AS a WHERE a.lane = OLD.lane AND OLD.position <= a.position
)
BEGIN
    SELECT RAISE(ABORT, 'entries of the audit trail are never deleted but from its beginning');
END;

CREATE INDEX revisions_by_age ON revisions (created_at) WHERE reason = 'AUTOSAVE_CHECKPOINT';
