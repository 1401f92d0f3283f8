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
