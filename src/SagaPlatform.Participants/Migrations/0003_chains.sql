-- The books of the source chain and the target chain. Equal to the EF Core mappings beside the rows.
create table participants.chain_account (
    id text not null,
    chain text not null,
    address text not null,
    currency text not null,
    opening_minor bigint not null,
    balance_minor bigint not null,
    locked_minor bigint not null,
    frozen boolean not null,
    version integer not null,
    constraint pk_chain_account primary key (id),
    -- Never overdrawn, whatever the code above it does.
    constraint ck_chain_account_law check (balance_minor >= 0 and locked_minor >= 0)
);

-- One lock per transfer, whatever the code above it does; the same holds for the release and the compensation.
create table participants.chain_lock_event (
    transfer_id uuid not null,
    account text not null,
    amount_minor bigint not null,
    currency text not null,
    status text not null,
    locked_at timestamptz not null,
    ended_at timestamptz,
    version integer not null,
    constraint pk_chain_lock_event primary key (transfer_id),
    constraint ck_chain_lock_event_amount check (amount_minor > 0)
);

create table participants.chain_release (
    transfer_id uuid not null,
    account text not null,
    amount_minor bigint not null,
    paid_minor bigint not null,
    fee_minor bigint not null,
    currency text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_chain_release primary key (transfer_id),
    constraint ck_chain_release_law check (paid_minor > 0 and fee_minor >= 0 and paid_minor + fee_minor = amount_minor)
);

create table participants.chain_compensation (
    transfer_id uuid not null,
    account text not null,
    amount_minor bigint not null,
    currency text not null,
    reason text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_chain_compensation primary key (transfer_id)
);

create table participants.chain_transaction (
    transfer_id uuid not null,
    source_account text not null,
    target_account text not null,
    amount_minor bigint not null,
    fee_minor bigint not null,
    currency text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_chain_transaction primary key (transfer_id)
);

create table participants.chain_watch (
    transfer_id uuid not null,
    account text not null,
    until timestamptz not null,
    confirmed_at timestamptz,
    rejection text,
    version integer not null,
    constraint pk_chain_watch primary key (transfer_id)
);
