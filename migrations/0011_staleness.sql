-- Hash of what a text says, without its form: two revisions with one hash need no new translation.
ALTER TABLE revisions ADD COLUMN meaning_hash TEXT;
-- Of texts kept before, any difference counts.
UPDATE revisions SET meaning_hash = content_hash;

-- The folded headline: stories of one edition with one key have the same headline.
ALTER TABLE publications ADD COLUMN title_key TEXT;
CREATE INDEX publications_by_title ON publications (title_key, locale, listed_at);
