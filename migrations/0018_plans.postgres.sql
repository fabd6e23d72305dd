-- The publications of a story in one edition, found without those in the others. PostgreSQL keeps
-- count of how selective its indexes are by itself.
DROP INDEX publications_by_article;
CREATE INDEX publications_by_article ON publications (article_id, locale, visible_until);
