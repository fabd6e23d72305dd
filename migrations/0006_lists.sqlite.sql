-- Ordered lists of an article, and what publications are listed under.
CREATE TABLE article_tags (
    article_id UUID NOT NULL REFERENCES articles (id),
    tag_id UUID NOT NULL REFERENCES tags (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (article_id, tag_id)
) WITHOUT ROWID;
CREATE INDEX article_tags_by_tag ON article_tags (tag_id, article_id);

CREATE TABLE article_sections (
    article_id UUID NOT NULL REFERENCES articles (id),
    section_id UUID NOT NULL REFERENCES sections (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (article_id, section_id)
) WITHOUT ROWID;
CREATE INDEX article_sections_by_section ON article_sections (section_id, article_id);

CREATE TABLE article_contributions (
    article_id UUID NOT NULL REFERENCES articles (id),
    author_id UUID NOT NULL REFERENCES authors (id),
    role TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (article_id, author_id, role)
) WITHOUT ROWID;
CREATE INDEX article_contributions_by_author ON article_contributions (author_id, article_id);

CREATE TABLE article_related (
    article_id UUID NOT NULL REFERENCES articles (id),
    related_id UUID NOT NULL REFERENCES articles (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (article_id, related_id)
) WITHOUT ROWID;
CREATE INDEX article_related_by_related ON article_related (related_id, article_id);

-- One row for each section, tag and author that a publication is listed under, and for each story
-- that it links to, in list order.
CREATE TABLE publication_terms (
    term_id UUID NOT NULL,
    locale TEXT NOT NULL,
    listed_at BIGINT NOT NULL,
    number BIGINT NOT NULL,
    publication_id UUID NOT NULL REFERENCES publications (id),
    PRIMARY KEY (term_id, locale, listed_at, number, publication_id)
) WITHOUT ROWID;
CREATE INDEX publication_terms_by_publication ON publication_terms (publication_id, term_id);

-- One row for each asset that a publication shows.
CREATE TABLE publication_assets (
    asset_id UUID NOT NULL REFERENCES assets (id),
    publication_id UUID NOT NULL REFERENCES publications (id),
    PRIMARY KEY (asset_id, publication_id)
) WITHOUT ROWID;
