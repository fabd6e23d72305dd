-- No language goes live before this moment, and few may know of the story.
ALTER TABLE articles ADD COLUMN embargo_until BIGINT;
ALTER TABLE articles ADD COLUMN embargo_note TEXT;
-- Thrown away before it was ever published.
ALTER TABLE articles ADD COLUMN trashed_at BIGINT;
CREATE INDEX articles_under_embargo ON articles (embargo_until) WHERE embargo_until IS NOT NULL;
CREATE INDEX articles_in_trash ON articles (trashed_at) WHERE trashed_at IS NOT NULL;

-- Who was asked to review the text.
ALTER TABLE translations ADD COLUMN reviewer_id UUID REFERENCES users (id);
-- Since when a text is live that nobody had approved; NULL once somebody has looked at it.
ALTER TABLE translations ADD COLUMN after_review_since BIGINT;
-- What is planned: the moments, and beside them in `plan` what was typed, by whom, of which revision.
ALTER TABLE translations ADD COLUMN publish_at BIGINT;
ALTER TABLE translations ADD COLUMN unpublish_at BIGINT;
ALTER TABLE translations ADD COLUMN plan JSONB;
CREATE INDEX translations_by_publish_at ON translations (publish_at) WHERE publish_at IS NOT NULL;
CREATE INDEX translations_by_unpublish_at ON translations (unpublish_at) WHERE unpublish_at IS NOT NULL;
CREATE INDEX translations_after_review ON translations (after_review_since) WHERE after_review_since IS NOT NULL;
