-- The publications of a story in one edition, found without those in the others.
DROP INDEX publications_by_article;
CREATE INDEX publications_by_article ON publications (article_id, locale, visible_until);

-- How selective the indexes of publications are in an archive of 20 000 stories in three languages.
-- Without such figures SQLite takes an edition for ten rows, and reads all of it where thirty stories
-- are asked for by id. They are written here and not measured, so that every database, small or
-- large, has the same plans; an operator who runs ANALYZE puts its own in their place. The first
-- statement only makes the table of figures (https://sqlite.org/fileformat2.html#stat1tab), the last
-- one reads it.
ANALYZE sqlite_schema;
DELETE FROM sqlite_stat1 WHERE tbl = 'publications';
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('publications', 'sqlite_autoindex_publications_1', '60000 1'),
    ('publications', 'publications_by_listing', '60000 20000 1 1'),
    ('publications', 'publications_by_day', '60000 20000 100 1 1'),
    ('publications', 'publications_by_number', '60000 3 1 1'),
    ('publications', 'publications_by_slug', '60000 20000 1 1'),
    ('publications', 'publications_by_article', '60000 3 1 1'),
    ('publications', 'publications_by_translation', '60000 1 1');
ANALYZE sqlite_schema;
