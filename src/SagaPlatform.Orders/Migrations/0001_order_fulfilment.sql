-- One row per order. Equal to OrderStateMapping; a test compares them.
CREATE TABLE saga.order_fulfilment (
    id              uuid                     NOT NULL,
    version         integer                  NOT NULL,
    state           character varying(128)   NOT NULL,
    clock_token     uuid,
    ledger          jsonb                    NOT NULL,
    business_key    character varying(128)   NOT NULL,
    started_at      timestamp with time zone NOT NULL,
    changed_at      timestamp with time zone NOT NULL,
    ended_at        timestamp with time zone,
    question        text,
    fingerprint     character varying(64)    NOT NULL,
    customer_id     uuid                     NOT NULL,
    customer_email  character varying(254)   NOT NULL,
    lines           jsonb                    NOT NULL,
    total_minor     bigint                   NOT NULL,
    currency        character varying(3)     NOT NULL,
    payment_token   character varying(128)   NOT NULL,
    deliver_to      jsonb                    NOT NULL,
    warehouse       character varying(64)    NOT NULL,
    receipt         character varying(128)   NOT NULL,
    tracking_number character varying(64)    NOT NULL,
    tracking_url    character varying(256)   NOT NULL,
    CONSTRAINT pk_order_fulfilment PRIMARY KEY (id)
) WITH (fillfactor = 70); -- rows are updated a dozen times: room for updates in place

CREATE INDEX ix_order_fulfilment_started_at_id ON saga.order_fulfilment (started_at, id);
CREATE INDEX ix_order_fulfilment_state_started_at_id ON saga.order_fulfilment (state, started_at, id);
CREATE INDEX ix_order_fulfilment_business_key ON saga.order_fulfilment (business_key);
CREATE INDEX ix_order_fulfilment_question ON saga.order_fulfilment (started_at, id) WHERE question IS NOT NULL;
