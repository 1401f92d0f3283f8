-- Policies, claim files and compliance records. Equal to the EF Core mappings beside the rows.
create table participants.policy (
    number text not null,
    in_force_from timestamptz not null,
    in_force_until timestamptz not null,
    perils jsonb not null,
    required_documents jsonb not null,
    insured_minor bigint not null,
    deductible_minor bigint not null,
    currency text not null,
    risk_points integer not null,
    version integer not null,
    constraint pk_policy primary key (number),
    constraint ck_policy_amounts check (insured_minor > 0 and deductible_minor >= 0)
);

create table participants.claim_file (
    claim_id uuid not null,
    policy_number text not null,
    peril text not null,
    occurred_at timestamptz not null,
    claimed_minor bigint not null,
    currency text not null,
    documents jsonb not null,
    fraud_score integer,
    payable_minor bigint,
    status text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_claim_file primary key (claim_id)
);

-- Inserted only: one per claim that is over.
create table participants.claim_record (
    claim_id uuid not null,
    outcome text not null,
    reason text not null,
    paid_minor bigint not null,
    currency text not null,
    payment_reference text not null,
    decided_by jsonb not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_claim_record primary key (claim_id),
    constraint ck_claim_record_paid check ((outcome = 'Paid') = (paid_minor > 0))
);
