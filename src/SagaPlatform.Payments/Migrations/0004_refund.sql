-- One row per refund. Equal to RefundStateMapping; a test compares them.
CREATE TABLE saga.refund (
    id                uuid                     NOT NULL,
    version           integer                  NOT NULL,
    state             character varying(128)   NOT NULL,
    clock_token       uuid,
    ledger            jsonb                    NOT NULL,
    business_key      character varying(128)   NOT NULL,
    started_at        timestamp with time zone NOT NULL,
    changed_at        timestamp with time zone NOT NULL,
    ended_at          timestamp with time zone,
    question          text,
    fingerprint       character varying(64)    NOT NULL,
    starter           character varying(1024),
    payment_id        uuid                     NOT NULL,
    amount_minor      bigint                   NOT NULL,
    currency          character varying(3)     NOT NULL,
    payer_email       character varying(254)   NOT NULL,
    requested_because character varying(256)   NOT NULL,
    gateway           character varying(64)    NOT NULL,
    payee_share_minor bigint                   NOT NULL,
    payee_currency    character varying(3)     NOT NULL,
    reference         character varying(64)    NOT NULL,
    CONSTRAINT pk_refund PRIMARY KEY (id)
) WITH (fillfactor = 70);

CREATE INDEX ix_refund_started_at_id ON saga.refund (started_at, id);
CREATE INDEX ix_refund_state_started_at_id ON saga.refund (state, started_at, id);
CREATE INDEX ix_refund_business_key ON saga.refund (business_key);
CREATE INDEX ix_refund_question ON saga.refund (started_at, id) WHERE question IS NOT NULL;
