-- One row per clearing and per settlement. Equal to their mappings; a test compares them.
CREATE TABLE saga.clearing (
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
    trading_day     character varying(10)    NOT NULL,
    trade_count     integer                  NOT NULL,
    instructions    jsonb                    NOT NULL,
    failures        jsonb                    NOT NULL,
    CONSTRAINT pk_clearing PRIMARY KEY (id)
) WITH (fillfactor = 70);

CREATE INDEX ix_clearing_started_at_id ON saga.clearing (started_at, id);
CREATE INDEX ix_clearing_state_started_at_id ON saga.clearing (state, started_at, id);
CREATE INDEX ix_clearing_business_key ON saga.clearing (business_key);
CREATE INDEX ix_clearing_question ON saga.clearing (started_at, id) WHERE question IS NOT NULL;

CREATE TABLE saga.settlement (
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
    clearing_id     uuid                     NOT NULL,
    instruction     character varying(80)    NOT NULL,
    account         character varying(32)    NOT NULL,
    instrument      character varying(32)    NOT NULL,
    currency        character varying(3)     NOT NULL,
    quantity        bigint                   NOT NULL,
    cash_minor      bigint                   NOT NULL,
    CONSTRAINT pk_settlement PRIMARY KEY (id)
) WITH (fillfactor = 70);

CREATE INDEX ix_settlement_started_at_id ON saga.settlement (started_at, id);
CREATE INDEX ix_settlement_state_started_at_id ON saga.settlement (state, started_at, id);
CREATE INDEX ix_settlement_business_key ON saga.settlement (business_key);
CREATE INDEX ix_settlement_question ON saga.settlement (started_at, id) WHERE question IS NOT NULL;
