-- One row per cross-border payment. Equal to CrossBorderPaymentStateMapping; a test compares them.
CREATE TABLE saga.cross_border_payment (
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
    payer             jsonb                    NOT NULL,
    payee             jsonb                    NOT NULL,
    amount_minor      bigint                   NOT NULL,
    currency          character varying(3)     NOT NULL,
    purpose           character varying(140)   NOT NULL,
    payout_minor_min  bigint,
    hits              jsonb                    NOT NULL,
    cleared_by        character varying(128)   NOT NULL,
    quote_round       integer                  NOT NULL,
    payout_minor      bigint                   NOT NULL,
    payout_currency   character varying(3)     NOT NULL,
    rate              character varying(128)   NOT NULL,
    rate_source       character varying(128)   NOT NULL,
    quote_valid_until timestamp with time zone,
    CONSTRAINT pk_cross_border_payment PRIMARY KEY (id)
) WITH (fillfactor = 70); -- rows are updated a dozen times: room for updates in place

CREATE INDEX ix_cross_border_payment_started_at_id ON saga.cross_border_payment (started_at, id);
CREATE INDEX ix_cross_border_payment_state_started_at_id ON saga.cross_border_payment (state, started_at, id);
CREATE INDEX ix_cross_border_payment_business_key ON saga.cross_border_payment (business_key);
CREATE INDEX ix_cross_border_payment_question ON saga.cross_border_payment (started_at, id) WHERE question IS NOT NULL;
