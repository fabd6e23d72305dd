-- Whether a language was made from an older text than the source has now: a column of its own, because
-- PostgreSQL keeps figures on columns, and takes a third of all rows for what compares two of them.
DROP INDEX translations_perhaps_behind;
ALTER TABLE translations ADD COLUMN is_perhaps_behind BOOLEAN
    GENERATED ALWAYS AS (based_on_revision < source_revision) STORED;
CREATE INDEX translations_perhaps_behind ON translations (changed_at, id) WHERE is_perhaps_behind;
