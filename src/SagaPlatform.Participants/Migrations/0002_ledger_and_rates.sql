-- The ledger becomes that of all participants: what moved the money is no longer only the charge of an order.
alter table participants.ledger_entry rename column charge_id to movement_id;
alter table participants.ledger_entry add constraint ck_ledger_entry_amount check (amount_minor <> 0);

-- Accounts with a balance. Names without a row (merchant:clearing, positions) have the balance of their entries.
create table participants.ledger_account (
    id text not null,
    currency text not null,
    balance_minor bigint not null,
    reserved_minor bigint not null,
    closed boolean not null,
    version integer not null,
    constraint pk_ledger_account primary key (id),
    -- Never overdrawn, whatever the code above it does.
    constraint ck_ledger_account_law check (reserved_minor >= 0 and reserved_minor <= balance_minor)
) with (fillfactor = 70);

-- What one unit of a currency is worth in another: numerator / denominator, exact.
create table participants.exchange_rate (
    id text not null,
    from_currency text not null,
    to_currency text not null,
    numerator bigint not null,
    denominator bigint not null,
    source text not null,
    valid_from timestamptz not null,
    valid_until timestamptz,
    version integer not null,
    constraint pk_exchange_rate primary key (id),
    constraint ck_exchange_rate_positive check (numerator > 0 and denominator > 0)
);

-- What a payee was credited and cannot spend before it is settled.
create table participants.held_credit (
    payment_id uuid not null,
    account text not null,
    amount_minor bigint not null,
    status text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_held_credit primary key (payment_id),
    constraint ck_held_credit_amount check (amount_minor > 0)
);

-- The latest quote of a payment.
create table participants.fx_quote (
    payment_id uuid not null,
    round integer not null,
    amount_minor bigint not null,
    currency text not null,
    payout_minor bigint not null,
    payout_currency text not null,
    rate_numerator bigint not null,
    rate_denominator bigint not null,
    rate_source text not null,
    valid_until timestamptz not null,
    status text not null,
    version integer not null,
    constraint pk_fx_quote primary key (payment_id)
);

-- Names that nobody may pay, normalised: one look by the key.
create table participants.sanctioned_party (
    name text not null,
    listed_as text not null,
    listing text not null,
    since timestamptz not null,
    version integer not null,
    constraint pk_sanctioned_party primary key (name)
);

-- Who was screened, and what was found: evidence, never changed.
create table participants.screening (
    payment_id uuid not null,
    payer_name text not null,
    payee_name text not null,
    hits jsonb not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_screening primary key (payment_id)
);
