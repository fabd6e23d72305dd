-- What each write changed of what readers are given, so that all nodes drop what they keep of it.
-- Rows are removed after some minutes. The transaction tells which rows may still appear.
CREATE TABLE changes (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tx XID8 NOT NULL DEFAULT pg_current_xact_id(),
    id UUID NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX changes_by_tx ON changes (tx);

-- What is about to change by itself: publications that begin or end, and headlines that calm down.
CREATE INDEX publications_by_start ON publications (visible_from);
CREATE INDEX publications_by_end ON publications (visible_until)
WHERE visible_until < 9223372036854775807;
CREATE INDEX publications_breaking ON publications (breaking_since)
WHERE breaking_since IS NOT NULL;
