CREATE TABLE assets (
    id UUID PRIMARY KEY,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    file_name TEXT NOT NULL,
    mime_type TEXT NOT NULL,
    byte_size BIGINT NOT NULL,
    -- SHA-256 of the original, and of what readers get: the same picture without its metadata.
    checksum TEXT NOT NULL,
    public_checksum TEXT,
    width_px INTEGER,
    height_px INTEGER,
    is_animated BOOLEAN NOT NULL,
    focal_point JSONB,
    blur_hash TEXT,
    dominant_color TEXT,
    -- Of a video or audio: where it plays, how long, its poster.
    playback JSONB,
    titles JSONB NOT NULL,
    alt_texts JSONB NOT NULL,
    credit JSONB,
    keywords JSONB NOT NULL,
    licence TEXT NOT NULL,
    rights_holder TEXT,
    rights_source TEXT,
    valid_from BIGINT,
    valid_until BIGINT,
    uses JSONB NOT NULL,
    digital_source_type TEXT,
    rights_note TEXT,
    taken_at BIGINT,
    uploaded_by UUID NOT NULL REFERENCES users (id),
    uploaded_at BIGINT NOT NULL,
    -- File name, titles, accessible texts, keywords and names, folded: what a search looks through.
    search_text TEXT NOT NULL
);
CREATE INDEX assets_by_checksum ON assets (checksum);
CREATE INDEX assets_by_public_checksum ON assets (public_checksum);
CREATE INDEX assets_by_age ON assets (uploaded_at, id);
