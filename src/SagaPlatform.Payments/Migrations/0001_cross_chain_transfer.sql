-- One row per transfer. Equal to TransferStateMapping; a test compares them.
CREATE TABLE saga.cross_chain_transfer (
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
    starter         character varying(1024),
    source_account  character varying(64)    NOT NULL,
    target_account  character varying(64)    NOT NULL,
    amount_minor    bigint                   NOT NULL,
    currency        character varying(3)     NOT NULL,
    fee_minor       bigint                   NOT NULL,
    CONSTRAINT pk_cross_chain_transfer PRIMARY KEY (id)
) WITH (fillfactor = 70); -- rows are updated again and again: room for updates in place

CREATE INDEX ix_cross_chain_transfer_started_at_id ON saga.cross_chain_transfer (started_at, id);
CREATE INDEX ix_cross_chain_transfer_state_started_at_id ON saga.cross_chain_transfer (state, started_at, id);
CREATE INDEX ix_cross_chain_transfer_business_key ON saga.cross_chain_transfer (business_key);
CREATE INDEX ix_cross_chain_transfer_question ON saga.cross_chain_transfer (started_at, id) WHERE question IS NOT NULL;
