-- The tables of the reference participants. Equal to the EF Core mappings beside the rows.
create schema if not exists participants;

-- One row per thing a participant was asked to do: done, refused or undone, with its first answer.
create table participants.engagement (
    key text not null,
    status text not null,
    answer_type text,
    answer text,
    at timestamptz not null,
    version integer not null,
    constraint pk_engagement primary key (key)
);

create table participants.stock_line (
    sku text not null,
    on_hand bigint not null,
    reserved bigint not null,
    shipped bigint not null,
    version integer not null,
    constraint pk_stock_line primary key (sku),
    -- Never oversold, whatever the code above it does.
    constraint ck_stock_line_law check (reserved >= 0 and reserved <= on_hand and shipped >= 0)
);

create table participants.reservation (
    order_id uuid not null,
    lines jsonb not null,
    status text not null,
    warehouse text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_reservation primary key (order_id)
);

create table participants.charge (
    order_id uuid not null,
    customer_id uuid not null,
    amount_minor bigint not null,
    currency text not null,
    status text not null,
    receipt text,
    at timestamptz not null,
    version integer not null,
    constraint pk_charge primary key (order_id),
    constraint ck_charge_amount check (amount_minor > 0)
);

-- Inserted only. The key charge/number makes a second charge of one order impossible.
create table participants.ledger_entry (
    id text not null,
    charge_id uuid not null,
    account text not null,
    amount_minor bigint not null,
    currency text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_ledger_entry primary key (id)
);

create table participants.label (
    order_id uuid not null,
    tracking_number text not null,
    deliver_to jsonb not null,
    status text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_label primary key (order_id)
);

create table participants.warehouse_job (
    order_id uuid not null,
    warehouse text not null,
    lines jsonb not null,
    status text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_warehouse_job primary key (order_id)
);

create table participants.tracking_page (
    order_id uuid not null,
    url text not null,
    status text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_tracking_page primary key (order_id)
);

create table participants.hand_over (
    order_id uuid not null,
    tracking_number text not null,
    warehouse text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_hand_over primary key (order_id)
);

create table participants.letter (
    order_id uuid not null,
    customer_email text not null,
    tracking_number text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_letter primary key (order_id)
);
