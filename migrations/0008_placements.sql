-- Kinds of places for ads. A change closes the row and opens the next.
CREATE TABLE placements (
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    page_kinds JSONB NOT NULL,
    zone TEXT NOT NULL,
    devices JSONB NOT NULL,
    sizes JSONB NOT NULL,
    max_per_page INTEGER NOT NULL,
    in_article JSONB,
    blocked_sensitivity JSONB NOT NULL,
    is_active BOOLEAN NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);
-- One open row for each placement and for each key; it ends at the last moment there is.
CREATE UNIQUE INDEX placements_open ON placements (id) WHERE valid_until = 9223372036854775807;
CREATE UNIQUE INDEX placements_by_key ON placements (key) WHERE valid_until = 9223372036854775807;
