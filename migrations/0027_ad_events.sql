-- What happened to ads that were handed out: the raw log, one row for each decision and kind. The
-- first event wins; `reason` says why it does not count. Sections and kinds that a page has none of
-- are zeros and empty, so that they stand in keys.
CREATE TABLE ad_events (
    decision_id UUID NOT NULL,
    kind TEXT NOT NULL,
    line_item_id UUID NOT NULL,
    creative_id UUID NOT NULL,
    variant_id UUID NOT NULL,
    placement_id UUID NOT NULL,
    locale TEXT NOT NULL,
    section_id UUID NOT NULL,
    article_kind TEXT NOT NULL,
    device TEXT NOT NULL,
    -- A hash of the visitor's key that is another one each day.
    visitor BIGINT,
    decided_at BIGINT NOT NULL,
    at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    is_measurable BOOLEAN NOT NULL,
    reason TEXT,
    PRIMARY KEY (decision_id, kind)
);
CREATE INDEX ad_events_by_age ON ad_events (received_at);
CREATE INDEX ad_events_held ON ad_events (received_at) WHERE reason = 'HELD';

-- The same, added up by the hour (UTC). Pages that asked and got nothing have a line item and a
-- creative of zeros.
CREATE TABLE ad_hours (
    hour BIGINT NOT NULL,
    line_item_id UUID NOT NULL,
    creative_id UUID NOT NULL,
    placement_id UUID NOT NULL,
    locale TEXT NOT NULL,
    section_id UUID NOT NULL,
    article_kind TEXT NOT NULL,
    device TEXT NOT NULL,
    requests BIGINT NOT NULL,
    decisions BIGINT NOT NULL,
    impressions BIGINT NOT NULL,
    measurable BIGINT NOT NULL,
    viewable BIGINT NOT NULL,
    clicks BIGINT NOT NULL,
    invalid BIGINT NOT NULL,
    PRIMARY KEY (hour, line_item_id, creative_id, placement_id, locale, section_id, article_kind, device)
);
CREATE INDEX ad_hours_by_line_item ON ad_hours (line_item_id, hour);

-- What a line item has had in all, for its pace and its goal.
CREATE TABLE ad_totals (
    line_item_id UUID NOT NULL PRIMARY KEY,
    impressions BIGINT NOT NULL,
    viewable BIGINT NOT NULL,
    clicks BIGINT NOT NULL
);

-- Which visitor has seen what, for caps; kept no longer than the longest cap asks for it.
CREATE TABLE ad_sightings (
    decision_id UUID NOT NULL PRIMARY KEY,
    visitor BIGINT NOT NULL,
    line_item_id UUID NOT NULL,
    campaign_id UUID NOT NULL,
    creative_id UUID NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX ad_sightings_by_visitor ON ad_sightings (visitor, at);
CREATE INDEX ad_sightings_by_age ON ad_sightings (at);

-- How much of a goal a node may show before it asks again.
CREATE TABLE ad_leases (
    line_item_id UUID NOT NULL,
    node BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (line_item_id, node)
);
