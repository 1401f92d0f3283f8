-- Refunds: what is set aside for them, what gateways gave back, and the notices. Equal to the EF Core mappings.
create table participants.refund_hold (
    refund_id uuid not null,
    payment_id uuid not null,
    amount_minor bigint not null,
    share_minor bigint not null,
    status text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_refund_hold primary key (refund_id),
    constraint ck_refund_hold_amounts check (amount_minor > 0 and share_minor > 0)
) with (fillfactor = 70);

-- Inserted only. The key makes a second refund under one id impossible.
create table participants.gateway_refund (
    refund_id uuid not null,
    payment_id uuid not null,
    gateway text not null,
    amount_minor bigint not null,
    currency text not null,
    payee_share_minor bigint not null,
    payee_currency text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_gateway_refund primary key (refund_id),
    constraint ck_gateway_refund_amounts check (amount_minor > 0 and payee_share_minor > 0)
);

create table participants.refund_notice (
    refund_id uuid not null,
    payer_email text not null,
    amount_minor bigint not null,
    currency text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_refund_notice primary key (refund_id)
);
