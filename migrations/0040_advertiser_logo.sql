-- The sign of who pays, a picture of ours; it stands at the stories that they pay for.
ALTER TABLE advertisers ADD COLUMN logo_id UUID;
