-- Drivers, prices and monitoring: the services behind rides. Equal to the EF Core mappings beside the rows.
create table participants.driver (
    driver_id              character varying(64) not null,
    zone                   character varying(32) not null,
    latitude_microdegrees  integer not null,
    longitude_microdegrees integer not null,
    status                 character varying(16) not null,
    ride_id                uuid,
    version                integer not null,
    constraint pk_driver primary key (driver_id),
    -- Who is free has no ride, and who has one is not free.
    constraint ck_driver_law check ((ride_id is null) = (status = 'Free'))
);
create index ix_driver_zone_status on participants.driver (zone, status);
create index ix_driver_ride_id on participants.driver (ride_id);

create table participants.ride_tariff (
    zone               character varying(32) not null,
    base_minor         bigint not null,
    kilometer_minor    bigint not null,
    cancellation_minor bigint not null,
    currency           character varying(3) not null,
    surge_percent_max  integer not null,
    version            integer not null,
    constraint pk_ride_tariff primary key (zone)
);

create table participants.ride_quote (
    ride_id            uuid not null,
    fare_minor         bigint not null,
    cancellation_minor bigint not null,
    currency           character varying(3) not null,
    surge_percent      integer not null,
    meters             integer not null,
    valid_until        timestamptz not null,
    version            integer not null,
    constraint pk_ride_quote primary key (ride_id)
);

create table participants.ride_watch (
    ride_id    uuid not null,
    set_out_at timestamptz not null,
    arrives_at timestamptz not null,
    begun_at   timestamptz,
    ends_at    timestamptz,
    looks      integer not null,
    is_alarmed boolean not null,
    version    integer not null,
    constraint pk_ride_watch primary key (ride_id)
);
