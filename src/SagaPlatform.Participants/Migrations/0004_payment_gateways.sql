-- Payment gateways, their health, what they captured, and the rates fixed for payments. Equal to the EF Core mappings.
create table participants.payment_gateway (
    name text not null,
    number integer not null,
    currencies jsonb not null,
    regions jsonb not null,
    amount_minor_max bigint not null,
    fee_basis_points integer not null,
    fee_fixed_minor bigint not null,
    version integer not null,
    constraint pk_payment_gateway primary key (name),
    constraint ck_payment_gateway_number check (number between 1 and 99)
);

-- Written at a failure only: a gateway that never failed has no row.
create table participants.gateway_health (
    gateway text not null,
    failures_at jsonb not null,
    out_until timestamptz,
    version integer not null,
    constraint pk_gateway_health primary key (gateway)
) with (fillfactor = 70);

-- One row per payment and gateway: together they are the idempotency key. No column can hold a card number.
create table participants.gateway_charge (
    id text not null,
    payment_id uuid not null,
    gateway text not null,
    gateway_number integer not null,
    payer_token text not null,
    last4 text not null,
    payee_account text not null,
    amount_minor bigint not null,
    currency text not null,
    settlement_minor bigint not null,
    settlement_currency text not null,
    fee_minor bigint not null,
    status text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_gateway_charge primary key (id),
    constraint ck_gateway_charge_amounts check (amount_minor > 0 and settlement_minor > 0 and fee_minor >= 0),
    constraint ck_gateway_charge_last4 check (last4 ~ '^[0-9]{4}$')
) with (fillfactor = 70);

create table participants.payment_conversion (
    payment_id uuid not null,
    from_minor bigint not null,
    from_currency text not null,
    to_minor bigint not null,
    to_currency text not null,
    rate_numerator bigint not null,
    rate_denominator bigint not null,
    source text not null,
    rounding text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_payment_conversion primary key (payment_id),
    constraint ck_payment_conversion_positive check (from_minor > 0 and to_minor > 0 and rate_numerator > 0 and rate_denominator > 0)
);

-- The book: what was captured, and what of it is frozen for refunds or was refunded.
create table participants.captured_payment (
    payment_id uuid not null,
    gateway text not null,
    reference text not null,
    payee_account text not null,
    currency text not null,
    captured_minor bigint not null,
    frozen_minor bigint not null,
    refunded_minor bigint not null,
    settlement_currency text not null,
    settlement_minor bigint not null,
    frozen_share_minor bigint not null,
    refunded_share_minor bigint not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_captured_payment primary key (payment_id),
    -- Never more refunded than captured, whatever the code above it does.
    constraint ck_captured_payment_payer check (frozen_minor >= 0 and refunded_minor >= 0 and frozen_minor + refunded_minor <= captured_minor),
    constraint ck_captured_payment_payee check (frozen_share_minor >= 0 and refunded_share_minor >= 0 and frozen_share_minor + refunded_share_minor <= settlement_minor)
) with (fillfactor = 70);
