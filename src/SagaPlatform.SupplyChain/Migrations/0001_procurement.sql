-- One row per procurement. Equal to ProcurementStateMapping; a test compares them.
CREATE TABLE saga.procurement (
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
    store_id            character varying(32)    NOT NULL,
    lines               jsonb                    NOT NULL,
    currency            character varying(3)     NOT NULL,
    lead_time_hours_max integer                  NOT NULL,
    on_shortage         character varying(16)    NOT NULL,
    plan                jsonb                    NOT NULL,
    counts              jsonb                    NOT NULL,
    dock                character varying(64)    NOT NULL,
    CONSTRAINT pk_procurement PRIMARY KEY (id)
) WITH (fillfactor = 70); -- rows are updated dozens of times: room for updates in place

CREATE INDEX ix_procurement_started_at_id ON saga.procurement (started_at, id);
CREATE INDEX ix_procurement_state_started_at_id ON saga.procurement (state, started_at, id);
CREATE INDEX ix_procurement_business_key ON saga.procurement (business_key);
CREATE INDEX ix_procurement_question ON saga.procurement (started_at, id) WHERE question IS NOT NULL;
