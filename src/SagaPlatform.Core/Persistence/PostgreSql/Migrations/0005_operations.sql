-- What operators did: append-only, each row's hash over the one before it and its own content.
CREATE TABLE saga.audit (
    number  bigint                   NOT NULL,
    at      timestamp with time zone NOT NULL,
    actor   character varying(128)   NOT NULL,
    role    character varying(16)    NOT NULL,
    action  character varying(64)    NOT NULL,
    target  character varying(256)   NOT NULL,
    saga_id uuid,
    reason  character varying(512)   NOT NULL,
    detail  text                     NOT NULL, -- not jsonb: it is hashed as it was written
    about   bigint,
    hash    bytea                    NOT NULL,
    CONSTRAINT pk_audit PRIMARY KEY (number)
);
CREATE INDEX ix_audit_saga_id_number ON saga.audit (saga_id, number);
CREATE INDEX ix_audit_actor_number ON saga.audit (actor, number);

-- The end of the chain: whoever appends locks this row, so that appends queue up; a cut-off end is noticed by it.
CREATE TABLE saga.audit_head (
    id     integer NOT NULL,
    number bigint  NOT NULL,
    hash   bytea   NOT NULL,
    CONSTRAINT pk_audit_head PRIMARY KEY (id)
);
INSERT INTO saga.audit_head (id, number, hash) VALUES (1, 0, '\x');

CREATE FUNCTION saga.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'saga.% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'SP002';
END
$$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON saga.audit
    FOR EACH STATEMENT EXECUTE FUNCTION saga.refuse_change();
CREATE TRIGGER audit_head_stays BEFORE DELETE OR TRUNCATE ON saga.audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION saga.refuse_change();

-- What could not be handled, taken over from the broker's error queues.
CREATE TABLE saga.failed_message (
    id             uuid                     NOT NULL,
    message_id     uuid,
    message_type   character varying(256)   NOT NULL,
    queue          character varying(256)   NOT NULL,
    saga_type      character varying(64),
    saga_id        uuid,
    exception_type character varying(256)   NOT NULL,
    exception      character varying(2048)  NOT NULL,
    frame          character varying(512)   NOT NULL,
    stack_trace    text                     NOT NULL,
    group_key      character varying(16)    NOT NULL,
    content_type   character varying(128)   NOT NULL,
    headers        jsonb                    NOT NULL,
    body           bytea                    NOT NULL,
    failed_at      timestamp with time zone NOT NULL,
    taken_at       timestamp with time zone NOT NULL,
    status         character varying(16)    NOT NULL,
    closed_at      timestamp with time zone,
    closed_by      character varying(128),
    close_reason   character varying(512),
    version        integer                  NOT NULL,
    CONSTRAINT pk_failed_message PRIMARY KEY (id)
);
CREATE INDEX ix_failed_message_status_failed_at_id ON saga.failed_message (status, failed_at, id);
CREATE INDEX ix_failed_message_status_group_key_failed_at_id ON saga.failed_message (status, group_key, failed_at, id);
CREATE INDEX ix_failed_message_status_queue_failed_at_id ON saga.failed_message (status, queue, failed_at, id);
CREATE INDEX ix_failed_message_saga_id ON saga.failed_message (saga_id);
CREATE INDEX ix_failed_message_message_id ON saga.failed_message (message_id);

-- Keys of the operators' API: the hash of the secret only.
CREATE TABLE saga.api_key (
    id           character varying(16)    NOT NULL,
    name         character varying(64)    NOT NULL,
    role         character varying(16)    NOT NULL,
    scope        jsonb                    NOT NULL,
    secret_hash  bytea                    NOT NULL,
    created_at   timestamp with time zone NOT NULL,
    created_by   character varying(128)   NOT NULL,
    expires_at   timestamp with time zone,
    revoked_at   timestamp with time zone,
    last_used_at timestamp with time zone,
    version      integer                  NOT NULL,
    CONSTRAINT pk_api_key PRIMARY KEY (id)
);

-- Actions on many things at once: how far they came, and what came of each.
CREATE TABLE saga.bulk_run (
    id         uuid                     NOT NULL,
    verb       character varying(64)    NOT NULL,
    reason     character varying(512)   NOT NULL,
    actor      character varying(128)   NOT NULL,
    role       character varying(16)    NOT NULL,
    scope      jsonb                    NOT NULL,
    ramped     boolean                  NOT NULL,
    state      character varying(16)    NOT NULL,
    sentence   character varying(512)   NOT NULL,
    targets    jsonb                    NOT NULL,
    results    jsonb                    NOT NULL,
    started_at timestamp with time zone NOT NULL,
    beat_at    timestamp with time zone NOT NULL,
    ended_at   timestamp with time zone,
    version    integer                  NOT NULL,
    CONSTRAINT pk_bulk_run PRIMARY KEY (id)
);
CREATE INDEX ix_bulk_run_started_at_id ON saga.bulk_run (started_at, id);
CREATE INDEX ix_bulk_run_state ON saga.bulk_run (state);

-- Timeouts of one type, earliest first.
CREATE INDEX ix_timeout_saga_type_due_token ON saga.timeout (saga_type, due, token);
