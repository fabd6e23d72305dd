CREATE TABLE fronts (
    id UUID PRIMARY KEY,
    key TEXT NOT NULL,
    locale TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    UNIQUE (key, locale)
);

CREATE TABLE front_zones (
    id UUID PRIMARY KEY,
    front_id UUID NOT NULL REFERENCES fronts (id),
    key TEXT NOT NULL,
    position INTEGER NOT NULL,
    title TEXT,
    layout TEXT NOT NULL,
    more_url TEXT,
    size INTEGER NOT NULL,
    rule JSONB NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL
);
CREATE INDEX front_zones_by_front ON front_zones (front_id, valid_until);

CREATE TABLE front_pins (
    id UUID PRIMARY KEY,
    front_id UUID NOT NULL REFERENCES fronts (id),
    zone_key TEXT NOT NULL,
    position INTEGER NOT NULL,
    article_id UUID NOT NULL REFERENCES articles (id),
    headline TEXT,
    image_id UUID,
    emphasis TEXT NOT NULL,
    sublink_ids JSONB NOT NULL,
    starts_at BIGINT,
    expires_at BIGINT,
    pinned_by UUID NOT NULL REFERENCES users (id),
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL
);
CREATE INDEX front_pins_by_front ON front_pins (front_id, valid_until);
CREATE INDEX front_pins_by_article ON front_pins (article_id, valid_until);
