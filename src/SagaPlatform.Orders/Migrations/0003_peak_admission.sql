-- One row per order that was let in. Equal to AdmissionStateMapping; a test compares them.
CREATE TABLE saga.peak_admission (
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
    order_id        uuid                     NOT NULL,
    "order"         jsonb,
    joined_at       timestamp with time zone NOT NULL,
    tracking_number character varying(64)    NOT NULL,
    CONSTRAINT pk_peak_admission PRIMARY KEY (id)
) WITH (fillfactor = 70); -- rows are updated several times: room for updates in place

CREATE INDEX ix_peak_admission_started_at_id ON saga.peak_admission (started_at, id);
CREATE INDEX ix_peak_admission_state_started_at_id ON saga.peak_admission (state, started_at, id);
CREATE INDEX ix_peak_admission_business_key ON saga.peak_admission (business_key);
CREATE INDEX ix_peak_admission_question ON saga.peak_admission (started_at, id) WHERE question IS NOT NULL;

-- The line: who waits, in the order of joined_at and order_id, and who is being fulfilled.
CREATE TABLE saga.admission_place (
    order_id    uuid                     NOT NULL,
    joined_at   timestamp with time zone NOT NULL,
    status      character varying(16)    NOT NULL,
    fingerprint character varying(64)    NOT NULL,
    called_at   timestamp with time zone,
    left_at     timestamp with time zone,
    version     integer                  NOT NULL,
    CONSTRAINT pk_admission_place PRIMARY KEY (order_id)
);
CREATE INDEX ix_admission_place_status_joined_at_order_id ON saga.admission_place (status, joined_at, order_id);

-- One row: written whenever somebody is called, so that two turns at once conflict.
CREATE TABLE saga.admission_line (
    id      character varying(64) NOT NULL,
    called  bigint                NOT NULL,
    version integer               NOT NULL,
    CONSTRAINT pk_admission_line PRIMARY KEY (id)
);
