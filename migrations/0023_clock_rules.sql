-- The version of the time zones' rules that plans were last resolved by; no row = not known.
CREATE TABLE clock_rules (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version TEXT NOT NULL
);
