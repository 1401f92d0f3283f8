-- Custody of securities and the legs of settlements. Equal to the EF Core mappings beside the rows.
create table participants.custody_account (
    account text not null,
    version integer not null,
    constraint pk_custody_account primary key (account)
);

create table participants.security_position (
    id text not null,
    account text not null,
    instrument text not null,
    quantity bigint not null,
    blocked bigint not null,
    version integer not null,
    constraint pk_security_position primary key (id),
    -- Never more blocked than there is, never negative, whatever the code above it does.
    constraint ck_security_position_law check (blocked >= 0 and blocked <= quantity)
);

-- Inserted only. The key settlement/number makes a second movement of one settlement impossible.
create table participants.security_entry (
    id text not null,
    settlement_id uuid not null,
    account text not null,
    instrument text not null,
    quantity bigint not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_security_entry primary key (id)
);

create table participants.delivery_leg (
    settlement_id uuid not null,
    from_account text not null,
    to_account text not null,
    status text not null,
    at timestamptz not null,
    instrument text not null,
    quantity bigint not null,
    version integer not null,
    constraint pk_delivery_leg primary key (settlement_id)
);

create table participants.cash_leg (
    settlement_id uuid not null,
    from_account text not null,
    to_account text not null,
    status text not null,
    at timestamptz not null,
    amount_minor bigint not null,
    currency text not null,
    version integer not null,
    constraint pk_cash_leg primary key (settlement_id)
);
