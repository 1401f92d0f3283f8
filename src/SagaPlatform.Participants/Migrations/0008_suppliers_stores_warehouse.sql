create table participants.supplier (
    supplier_id text not null,
    name text not null,
    country text not null,
    reliability_permille integer not null,
    version integer not null,
    constraint pk_supplier primary key (supplier_id)
);

-- Law: stock = initial - what is bought and not given back; checked again here because a shop must never sell what it has not.
create table participants.supplier_offer (
    offer_id text not null,
    article text not null,
    supplier_id text not null,
    unit_price_minor bigint not null,
    currency text not null,
    lead_time_hours integer not null,
    reliability_permille integer not null,
    initial integer not null,
    stock integer not null,
    version integer not null,
    constraint pk_supplier_offer primary key (offer_id),
    constraint ck_supplier_offer_stock check (stock between 0 and initial)
);

-- The selection of suppliers: all offers of some articles, cheapest first.
create index ix_supplier_offer_article_unit_price_minor on participants.supplier_offer (article, unit_price_minor);

create table participants.purchase (
    purchase_id text not null,
    procurement_id uuid not null,
    item text not null,
    offer_id text not null,
    quantity integer not null,
    unit_price_minor bigint not null,
    currency text not null,
    status text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_purchase primary key (purchase_id)
);

create index ix_purchase_procurement_id on participants.purchase (procurement_id);
create index ix_purchase_offer_id on participants.purchase (offer_id);

create table participants.goods_receipt (
    receipt_id text not null,
    procurement_id uuid not null,
    article text not null,
    supplier_id text not null,
    purchased integer not null,
    counted integer not null,
    status text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_goods_receipt primary key (receipt_id)
);

create index ix_goods_receipt_procurement_id on participants.goods_receipt (procurement_id);

create table participants.discrepancy (
    discrepancy_id text not null,
    procurement_id uuid not null,
    difference integer not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_discrepancy primary key (discrepancy_id)
);

create index ix_discrepancy_procurement_id on participants.discrepancy (procurement_id);

create table participants.store (
    store_id text not null,
    name text not null,
    country text not null,
    docks integer not null,
    version integer not null,
    constraint pk_store primary key (store_id)
);

create table participants.store_shipment (
    procurement_id uuid not null,
    store_id text not null,
    goods jsonb not null,
    dock text not null,
    status text not null,
    at timestamptz not null,
    version integer not null,
    constraint pk_store_shipment primary key (procurement_id)
);
