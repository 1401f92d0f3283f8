-- What people decide for sagas. Rows are kept: they say who let something happen, when and why.
CREATE TABLE saga.work_item (
    id              uuid                     NOT NULL,
    kind            character varying(64)    NOT NULL,
    saga_type       character varying(64)    NOT NULL,
    saga_id         uuid                     NOT NULL,
    step            character varying(64)    NOT NULL,
    item            character varying(128)   NOT NULL,
    title           character varying(256)   NOT NULL,
    details         character varying(4000)  NOT NULL,
    for_group       character varying(64)    NOT NULL,
    escalated_from  character varying(64),
    escalated_at    timestamp with time zone,
    deciders_needed integer                  NOT NULL,
    may_not_decide  jsonb                    NOT NULL,
    opened_at       timestamp with time zone NOT NULL,
    due_at          timestamp with time zone NOT NULL,
    reminders       integer                  NOT NULL,
    reminded_at     timestamp with time zone,
    decisions       jsonb                    NOT NULL,
    status          character varying(16)    NOT NULL,
    closed_at       timestamp with time zone,
    version         integer                  NOT NULL,
    CONSTRAINT pk_work_item PRIMARY KEY (id)
);
-- A desk's page: its open items, oldest first.
CREATE INDEX ix_work_item_status_for_group_opened_at_id ON saga.work_item (status, for_group, opened_at, id);
CREATE INDEX ix_work_item_saga_id ON saga.work_item (saga_id);
