CREATE TABLE assets (
    id UUID PRIMARY KEY,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    file_name TEXT NOT NULL,
    mime_type TEXT NOT NULL,
    byte_size BIGINT NOT NULL,
    checksum TEXT NOT NULL,
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
    rights JSONB NOT NULL,
    keywords JSONB NOT NULL,
    taken_at BIGINT,
    uploaded_by UUID NOT NULL REFERENCES users (id),
    uploaded_at BIGINT NOT NULL
);
CREATE INDEX assets_by_checksum ON assets (checksum);
CREATE INDEX assets_by_age ON assets (uploaded_at, id);
