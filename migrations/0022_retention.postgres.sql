-- The last entry that was removed from the beginning of each lane; 0 = none yet.
CREATE TABLE audit_anchors (
    lane INTEGER PRIMARY KEY,
    position BIGINT NOT NULL,
    seal TEXT NOT NULL
);
INSERT INTO audit_anchors (lane, position, seal) SELECT lane, 0, '' FROM audit_lanes;

DROP TRIGGER audit_is_only_added_to ON audit;
CREATE TRIGGER audit_is_only_added_to BEFORE UPDATE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_only_added_to();

CREATE FUNCTION audit_goes_from_its_beginning() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM audit_anchors AS a WHERE a.lane = OLD.lane AND OLD.position <= a.position
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'entries of the audit trail are never deleted but from its beginning';
END
$$;
CREATE TRIGGER audit_goes_from_its_beginning BEFORE DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION audit_goes_from_its_beginning();

CREATE INDEX revisions_by_age ON revisions (created_at) WHERE reason = 'AUTOSAVE_CHECKPOINT';
