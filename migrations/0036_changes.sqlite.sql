-- What each write changed of what readers are given, so that all nodes drop what they keep of it.
-- Rows are removed after some minutes.
CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id UUID NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL
);

-- What is about to change by itself: publications that begin or end, and headlines that calm down.
CREATE INDEX publications_by_start ON publications (visible_from);
CREATE INDEX publications_by_end ON publications (visible_until)
WHERE visible_until < 9223372036854775807;
CREATE INDEX publications_breaking ON publications (breaking_since)
WHERE breaking_since IS NOT NULL;
