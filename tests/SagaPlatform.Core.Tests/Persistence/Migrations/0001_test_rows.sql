CREATE TABLE saga.parcel (
    id                 uuid NOT NULL CONSTRAINT pk_parcel PRIMARY KEY,
    version            integer NOT NULL,
    state              character varying(64) NOT NULL,
    business_key       text NOT NULL,
    started_at         timestamp with time zone NOT NULL,
    changed_at         timestamp with time zone NOT NULL,
    ended_at           timestamp with time zone,
    question           text,
    amount_minor_units bigint NOT NULL,
    attempts           integer,
    fragile            boolean NOT NULL,
    size               character varying(16) NOT NULL,
    clock_token        uuid,
    label              bytea,
    stops              jsonb NOT NULL,
    last_stop          jsonb
);
CREATE TABLE saga.voyage (
    id           uuid NOT NULL CONSTRAINT pk_voyage PRIMARY KEY,
    version      integer NOT NULL,
    state        text NOT NULL,
    business_key text NOT NULL,
    started_at   timestamp with time zone NOT NULL,
    changed_at   timestamp with time zone NOT NULL,
    ended_at     timestamp with time zone,
    question     text
);
CREATE TABLE saga.shelf (
    sku      text NOT NULL CONSTRAINT pk_shelf PRIMARY KEY,
    version  integer NOT NULL,
    quantity bigint NOT NULL
);
CREATE TABLE saga.reservation (
    id              uuid NOT NULL CONSTRAINT pk_reservation PRIMARY KEY,
    version         integer NOT NULL,
    sku             text NOT NULL,
    idempotency_key text
);
CREATE UNIQUE INDEX ix_reservation_idempotency_key ON saga.reservation (idempotency_key);
CREATE TABLE saga.sample_process (
    id           uuid NOT NULL CONSTRAINT pk_sample_process PRIMARY KEY,
    version      integer NOT NULL,
    state        character varying(128) NOT NULL,
    clock_token  uuid,
    ledger       jsonb NOT NULL,
    business_key character varying(128) NOT NULL,
    started_at   timestamp with time zone NOT NULL,
    changed_at   timestamp with time zone NOT NULL,
    ended_at     timestamp with time zone,
    question     text,
    fingerprint  character varying(64) NOT NULL,
    starter      character varying(1024)
);
CREATE INDEX ix_sample_process_started ON saga.sample_process (started_at, id);
CREATE INDEX ix_sample_process_state ON saga.sample_process (state, started_at, id);
CREATE INDEX ix_sample_process_business_key ON saga.sample_process (business_key);
CREATE INDEX ix_sample_process_question ON saga.sample_process (started_at, id) WHERE question IS NOT NULL;
