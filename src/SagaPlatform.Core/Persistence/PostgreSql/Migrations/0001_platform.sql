-- Inbox, outbox, timeouts and history: what every saga and every participant writes beside its own rows.

-- One row per message and consumer: whatever is committed under it is committed once.
CREATE TABLE saga.inbox (
    message_id  uuid                     NOT NULL,
    consumer    character varying(128)   NOT NULL,
    fingerprint character varying(64),
    at          timestamp with time zone NOT NULL,
    CONSTRAINT pk_inbox PRIMARY KEY (message_id, consumer)
);
-- Rows come in the order of time, and only retention asks for it.
CREATE INDEX ix_inbox_at ON saga.inbox USING brin (at);

-- Numbers of the processes that write outbox rows: the upper 23 bits of a row's id. It starts over at its end;
-- a number still alive or with rows left is passed by.
CREATE SEQUENCE saga.outbox_node AS bigint MINVALUE 1 MAXVALUE 8388607 CYCLE;

CREATE TABLE saga.outbox (
    id           bigint                   NOT NULL,
    message_id   uuid                     NOT NULL,
    destination  text                     NOT NULL,
    message_type text                     NOT NULL,
    content_type text                     NOT NULL,
    headers      jsonb,
    body         bytea                    NOT NULL,
    created_at   timestamp with time zone NOT NULL,
    attempts     integer                  NOT NULL,
    error        text,
    parked_at    timestamp with time zone,
    CONSTRAINT pk_outbox PRIMARY KEY (id)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
-- Rows live for milliseconds: compressing their bodies is work for nothing.
ALTER TABLE saga.outbox ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX ix_outbox_parked_at ON saga.outbox (parked_at) WHERE parked_at IS NOT NULL;

CREATE TABLE saga.timeout (
    token        uuid                     NOT NULL,
    saga_type    character varying(64)    NOT NULL,
    saga_id      uuid                     NOT NULL,
    name         text                     NOT NULL,
    due          timestamp with time zone NOT NULL,
    message_id   uuid                     NOT NULL,
    destination  text                     NOT NULL,
    message_type text                     NOT NULL,
    content_type text                     NOT NULL,
    headers      jsonb,
    body         bytea                    NOT NULL,
    CONSTRAINT pk_timeout PRIMARY KEY (token)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
CREATE INDEX ix_timeout_due_token ON saga.timeout (due, token);
CREATE INDEX ix_timeout_saga_id ON saga.timeout (saga_id);

CREATE TABLE saga.history (
    saga_id    uuid                     NOT NULL,
    number     bigint                   NOT NULL GENERATED ALWAYS AS IDENTITY,
    saga_type  character varying(64)    NOT NULL,
    version    integer                  NOT NULL,
    at         timestamp with time zone NOT NULL,
    kind       character varying(16)    NOT NULL,
    event      text                     NOT NULL,
    message_id uuid,
    from_state text,
    to_state   text,
    reason     character varying(1024),
    detail     jsonb,
    CONSTRAINT pk_history PRIMARY KEY (saga_id, number)
);

-- Fails the transaction when fewer rows were written than were meant: somebody else wrote one of them first.
CREATE FUNCTION saga.require_rows(written bigint, meant bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF written <> meant THEN
        RAISE EXCEPTION 'rows were written by somebody else meanwhile: % of % are as they were read', written, meant USING ERRCODE = 'SP001';
    END IF;
    RETURN true;
END
$$;
