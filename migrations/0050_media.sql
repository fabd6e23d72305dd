-- What the file said of itself when it was sent: headline, caption, credit and rights.
ALTER TABLE assets ADD COLUMN embedded JSONB;
-- When and why it was taken out of use, and what stands in its places since.
ALTER TABLE assets ADD COLUMN retired_at BIGINT;
ALTER TABLE assets ADD COLUMN retired_for TEXT;
ALTER TABLE assets ADD COLUMN replaced_by UUID REFERENCES assets (id);
CREATE INDEX assets_by_replacement ON assets (replaced_by) WHERE replaced_by IS NOT NULL;
