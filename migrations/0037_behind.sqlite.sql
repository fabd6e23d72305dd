-- Whether a language was made from an older text than the source has now: a column of its own, so that
-- conditions and the index name the same thing on both databases.
DROP INDEX translations_perhaps_behind;
ALTER TABLE translations ADD COLUMN is_perhaps_behind BOOLEAN
    GENERATED ALWAYS AS (based_on_revision < source_revision) VIRTUAL;
CREATE INDEX translations_perhaps_behind ON translations (changed_at, id) WHERE is_perhaps_behind;
