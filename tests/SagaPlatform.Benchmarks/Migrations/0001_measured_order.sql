-- One row per order of the benchmark. Indexed like the sagas of the platform: an empty table would flatter.
CREATE TABLE saga.measured_order (
    id             uuid                     NOT NULL,
    version        integer                  NOT NULL,
    state          character varying(128)   NOT NULL,
    clock_token    uuid,
    ledger         jsonb                    NOT NULL,
    business_key   character varying(128)   NOT NULL,
    started_at     timestamp with time zone NOT NULL,
    changed_at     timestamp with time zone NOT NULL,
    ended_at       timestamp with time zone,
    question       text,
    starter        character varying(1024),
    fingerprint    character varying(64)    NOT NULL,
    customer_id    character varying(64)    NOT NULL,
    amount_minor   bigint                   NOT NULL,
    lines          jsonb                    NOT NULL,
    reservation_id character varying(64)    NOT NULL,
    payment_id     character varying(64)    NOT NULL,
    tracking       character varying(64)    NOT NULL,
    CONSTRAINT pk_measured_order PRIMARY KEY (id)
) WITH (fillfactor = 70);

CREATE INDEX ix_measured_order_started_at_id ON saga.measured_order (started_at, id);
CREATE INDEX ix_measured_order_state_started_at_id ON saga.measured_order (state, started_at, id);
CREATE INDEX ix_measured_order_business_key ON saga.measured_order (business_key);
CREATE INDEX ix_measured_order_question ON saga.measured_order (started_at, id) WHERE question IS NOT NULL;
