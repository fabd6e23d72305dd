-- GraphQL documents that an operator registered, by the SHA-256 of their text.
CREATE TABLE documents (
    hash TEXT PRIMARY KEY,
    graph TEXT NOT NULL,
    -- What its operation is called, for people.
    operation TEXT NOT NULL,
    -- What the JSON API calls it; NULL = it has no address there.
    name TEXT UNIQUE,
    text TEXT NOT NULL,
    registered_at BIGINT NOT NULL
);

-- Builds of clients, each with the documents that it sends.
CREATE TABLE document_clients (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    registered_at BIGINT NOT NULL,
    UNIQUE (name, version)
);
CREATE TABLE client_documents (
    client_id UUID NOT NULL REFERENCES document_clients (id),
    hash TEXT NOT NULL REFERENCES documents (hash),
    PRIMARY KEY (client_id, hash)
);
CREATE INDEX client_documents_by_hash ON client_documents (hash);

-- How often trusted documents were asked for, those that come with Masthead included; `client` is
-- empty where no known one said its name.
CREATE TABLE document_uses (
    hash TEXT NOT NULL,
    client TEXT NOT NULL,
    requests BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    PRIMARY KEY (hash, client)
);
