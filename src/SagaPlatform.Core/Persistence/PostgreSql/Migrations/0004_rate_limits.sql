-- One token bucket per rate limit, shared by all processes. A row lives as long as its limit is known; there are a few of them.
CREATE TABLE saga.rate_limit (
    name               character varying(64)    NOT NULL,
    permits_per_second double precision         NOT NULL,
    burst              integer                  NOT NULL,
    tokens             double precision         NOT NULL,
    refilled_at        timestamp with time zone NOT NULL,
    changed_at         timestamp with time zone NOT NULL,
    CONSTRAINT pk_rate_limit PRIMARY KEY (name),
    CONSTRAINT ck_rate_limit_law CHECK (tokens >= 0 AND tokens <= burst AND permits_per_second >= 0)
) WITH (fillfactor = 10); -- rewritten many times a second: room for updates in place
