-- One row per claim. Equal to ClaimStateMapping; a test compares them.
CREATE TABLE saga.claim (
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
    starter           character varying(1024),
    fingerprint       character varying(64)    NOT NULL,
    filed_by          character varying(128)   NOT NULL,
    policy_number     character varying(64)    NOT NULL,
    peril             character varying(64)    NOT NULL,
    occurred_at       timestamp with time zone NOT NULL,
    claimed_minor     bigint                   NOT NULL,
    currency          character varying(3)     NOT NULL,
    payout_account    character varying(64)    NOT NULL,
    documents         jsonb                    NOT NULL,
    missing_documents jsonb                    NOT NULL,
    fraud_score       integer,
    is_suspicious     boolean                  NOT NULL,
    payable_minor     bigint                   NOT NULL,
    risk              character varying(16)    NOT NULL,
    decided_by        jsonb                    NOT NULL,
    approvals         integer                  NOT NULL,
    decision          character varying(16)    NOT NULL,
    rejected_because  text                     NOT NULL,
    appeal_until      timestamp with time zone,
    appealed_because  text                     NOT NULL,
    is_complex        boolean                  NOT NULL,
    deadline_at       timestamp with time zone,
    warn_at           timestamp with time zone,
    deadline          character varying(16)    NOT NULL,
    payment_reference character varying(64)    NOT NULL,
    CONSTRAINT pk_claim PRIMARY KEY (id)
) WITH (fillfactor = 70); -- rows are updated a dozen times: room for updates in place

CREATE INDEX ix_claim_started_at_id ON saga.claim (started_at, id);
CREATE INDEX ix_claim_state_started_at_id ON saga.claim (state, started_at, id);
CREATE INDEX ix_claim_business_key ON saga.claim (business_key);
CREATE INDEX ix_claim_question ON saga.claim (started_at, id) WHERE question IS NOT NULL;
-- What is due next: open claims by their deadline.
CREATE INDEX ix_claim_deadline_at ON saga.claim (deadline_at) WHERE deadline_at IS NOT NULL;
