-- Where an order's end is told besides being announced; null when whoever placed it wants no answer.
ALTER TABLE saga.order_fulfilment ADD COLUMN starter character varying(1024);
