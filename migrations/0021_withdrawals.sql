-- Takedowns that are over: what stood between them and the next publication. The one that stands is
-- with its translation.
CREATE TABLE withdrawals (
    translation_id UUID NOT NULL REFERENCES translations (id),
    withdrawn_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    notice TEXT,
    PRIMARY KEY (translation_id, withdrawn_at)
);
