-- One row per payment. Equal to RoutedPaymentStateMapping; a test compares them. No column can hold a card number: token and last four only.
CREATE TABLE saga.routed_payment (
    id                  uuid                     NOT NULL,
    version             integer                  NOT NULL,
    state               character varying(128)   NOT NULL,
    clock_token         uuid,
    ledger              jsonb                    NOT NULL,
    business_key        character varying(128)   NOT NULL,
    started_at          timestamp with time zone NOT NULL,
    changed_at          timestamp with time zone NOT NULL,
    ended_at            timestamp with time zone,
    question            text,
    fingerprint         character varying(64)    NOT NULL,
    starter             character varying(1024),
    payer_token         character varying(128)   NOT NULL,
    last4               character varying(4)     NOT NULL,
    payee_account       character varying(64)    NOT NULL,
    amount_minor        bigint                   NOT NULL,
    currency            character varying(3)     NOT NULL,
    settlement_currency character varying(3)     NOT NULL,
    region              character varying(2)     NOT NULL,
    candidates          jsonb                    NOT NULL,
    converted_minor     bigint,
    rate                character varying(64)    NOT NULL,
    rate_source         character varying(64)    NOT NULL,
    rounding            character varying(64)    NOT NULL,
    gateway             character varying(64)    NOT NULL,
    reference           character varying(64)    NOT NULL,
    fee_minor           bigint                   NOT NULL,
    CONSTRAINT pk_routed_payment PRIMARY KEY (id)
) WITH (fillfactor = 70); -- rows are updated half a dozen times: room for updates in place

CREATE INDEX ix_routed_payment_started_at_id ON saga.routed_payment (started_at, id);
CREATE INDEX ix_routed_payment_state_started_at_id ON saga.routed_payment (state, started_at, id);
CREATE INDEX ix_routed_payment_business_key ON saga.routed_payment (business_key);
CREATE INDEX ix_routed_payment_question ON saga.routed_payment (started_at, id) WHERE question IS NOT NULL;
