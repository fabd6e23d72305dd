-- What is sold: who pays, their orders, what was sold of each, and what is shown.
CREATE TABLE advertisers (
    id UUID NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    -- Name and legal name as searches compare them, and what the name sorts by.
    search_text TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    legal_name TEXT NOT NULL,
    domains JSONB NOT NULL,
    categories JSONB NOT NULL,
    is_house BOOLEAN NOT NULL
);
CREATE INDEX advertisers_by_name ON advertisers (sort_key, id);

CREATE TABLE campaigns (
    id UUID NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    advertiser_id UUID NOT NULL REFERENCES advertisers (id),
    name TEXT NOT NULL,
    search_text TEXT NOT NULL,
    order_number TEXT,
    -- DRAFT, ACTIVE, PAUSED or ARCHIVED; that it is COMPLETED is told by its line items.
    state TEXT NOT NULL,
    budget_micros BIGINT,
    budget_currency TEXT,
    frequency_caps JSONB NOT NULL
);
CREATE INDEX campaigns_by_advertiser ON campaigns (advertiser_id, id);

CREATE TABLE line_items (
    id UUID NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    campaign_id UUID NOT NULL REFERENCES campaigns (id),
    name TEXT NOT NULL,
    tier TEXT NOT NULL,
    -- DRAFT, PENDING_APPROVAL, READY, PAUSED or ARCHIVED; that one which is READY is DELIVERING or
    -- COMPLETED, the clock and the counts tell.
    state TEXT NOT NULL,
    -- Shown from the first instant until the second, exclusive.
    starts_at BIGINT NOT NULL,
    ends_at BIGINT,
    dayparts JSONB NOT NULL,
    goal_metric TEXT NOT NULL,
    goal_quantity BIGINT,
    share_of_voice DOUBLE PRECISION,
    pacing TEXT NOT NULL,
    weight INTEGER NOT NULL,
    price_micros BIGINT,
    price_currency TEXT,
    price_model TEXT NOT NULL,
    frequency_caps JSONB NOT NULL,
    when_no_visitor_key TEXT NOT NULL,
    targeting JSONB NOT NULL,
    exclusions JSONB NOT NULL,
    exclusivity_groups JSONB NOT NULL,
    accepts_sensitivity JSONB NOT NULL,
    roadblock TEXT NOT NULL,
    -- Creatives in rotation: ids, weights, languages.
    creatives JSONB NOT NULL,
    -- Whoever made or changed it must not approve it.
    created_by UUID NOT NULL,
    changed_by UUID NOT NULL
);
CREATE INDEX line_items_by_campaign ON line_items (campaign_id, id);

CREATE TABLE creatives (
    id UUID NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    advertiser_id UUID NOT NULL REFERENCES advertisers (id),
    name TEXT NOT NULL,
    review TEXT NOT NULL,
    review_note TEXT,
    -- Since when it waits for a check.
    pending_since BIGINT NOT NULL,
    -- Whoever made or changed it must not approve it.
    created_by UUID NOT NULL,
    changed_by UUID NOT NULL
);
CREATE INDEX creatives_by_advertiser ON creatives (advertiser_id, id);
CREATE INDEX creatives_to_review ON creatives (pending_since, id) WHERE review = 'PENDING';

-- One size in one language; without a locale it has no words. A change of content closes the row
-- and opens another, so that clicks of what was shown before lead where they were to.
CREATE TABLE creative_variants (
    id UUID NOT NULL PRIMARY KEY,
    creative_id UUID NOT NULL REFERENCES creatives (id),
    -- Its place among the variants of its creative.
    position INTEGER NOT NULL,
    locale TEXT,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    format TEXT NOT NULL,
    -- The parts that its format has.
    image_id UUID,
    html TEXT,
    vast_xml TEXT,
    headline TEXT,
    body TEXT,
    button_label TEXT,
    alt TEXT,
    house_key TEXT,
    landing_url TEXT NOT NULL,
    byte_size INTEGER NOT NULL,
    approved_at BIGINT,
    -- Since when another has its place; none has, when absent.
    replaced_at BIGINT
);
CREATE INDEX creative_variants_by_creative ON creative_variants (creative_id, position);
