-- What the board is ordered by, beside the story itself: of its languages the newest listing, and the
-- next planned publication. Whatever writes a translation writes them too.
ALTER TABLE articles ADD COLUMN listed_at BIGINT;
ALTER TABLE articles ADD COLUMN publish_at BIGINT;
UPDATE articles SET
    listed_at = (SELECT MAX(listed_at) FROM translations WHERE article_id = articles.id),
    publish_at = (SELECT MIN(publish_at) FROM translations WHERE article_id = articles.id);

CREATE INDEX articles_by_creation ON articles (created_at, number);
CREATE INDEX articles_by_listing ON articles (listed_at, number) WHERE listed_at IS NOT NULL;
CREATE INDEX articles_by_plan ON articles (publish_at, number) WHERE publish_at IS NOT NULL;

-- What the board is narrowed by.
CREATE INDEX articles_by_kind ON articles (kind, changed_at, number);
CREATE INDEX articles_by_changer ON articles (changed_by, changed_at, number);
CREATE INDEX translations_by_language ON translations (locale, draft_state, live_state);

-- Of a language that was made from another: the number of the text that readers of the source get now.
-- One that was made from an older text may be behind; what the texts say decides.
ALTER TABLE translations ADD COLUMN source_revision INTEGER;
UPDATE translations SET source_revision = (
    SELECT revisions.number FROM articles
    JOIN translations AS source ON source.article_id = articles.id AND source.locale = articles.source_locale
    JOIN revisions ON revisions.id = source.live_revision_id
    WHERE articles.id = translations.article_id)
WHERE based_on_revision IS NOT NULL;
CREATE INDEX translations_perhaps_behind ON translations (changed_at, id) WHERE based_on_revision < source_revision;

-- Pictures whose rights end, in the order of their ends.
CREATE INDEX assets_by_end_of_rights ON assets (valid_until) WHERE valid_until IS NOT NULL;
