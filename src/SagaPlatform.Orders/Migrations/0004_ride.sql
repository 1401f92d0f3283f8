-- One row per ride. Equal to RideStateMapping; a test compares them.
CREATE TABLE saga.ride (
    id                   uuid                     NOT NULL,
    version              integer                  NOT NULL,
    state                character varying(128)   NOT NULL,
    clock_token          uuid,
    ledger               jsonb                    NOT NULL,
    business_key         character varying(128)   NOT NULL,
    started_at           timestamp with time zone NOT NULL,
    changed_at           timestamp with time zone NOT NULL,
    ended_at             timestamp with time zone,
    question             text,
    fingerprint          character varying(64)    NOT NULL,
    starter              character varying(1024),
    rider_id             uuid                     NOT NULL,
    zone                 character varying(32)    NOT NULL,
    from_point           jsonb                    NOT NULL,
    to_point             jsonb                    NOT NULL,
    payment_token        character varying(128)   NOT NULL,
    candidates           jsonb                    NOT NULL,
    driver_id            character varying(64)    NOT NULL,
    fare_minor           bigint                   NOT NULL,
    fee_minor            bigint                   NOT NULL,
    currency             character varying(3)     NOT NULL,
    surge_percent        integer                  NOT NULL,
    meters               integer                  NOT NULL,
    valid_until          timestamp with time zone,
    driver_is_on_the_way boolean                  NOT NULL,
    meters_left          integer,
    alerts               jsonb                    NOT NULL,
    receipt              character varying(128)   NOT NULL,
    CONSTRAINT pk_ride PRIMARY KEY (id)
) WITH (fillfactor = 70); -- rows are updated every few seconds: room for updates in place

CREATE INDEX ix_ride_started_at_id ON saga.ride (started_at, id);
CREATE INDEX ix_ride_state_started_at_id ON saga.ride (state, started_at, id);
CREATE INDEX ix_ride_business_key ON saga.ride (business_key);
CREATE INDEX ix_ride_question ON saga.ride (started_at, id) WHERE question IS NOT NULL;
