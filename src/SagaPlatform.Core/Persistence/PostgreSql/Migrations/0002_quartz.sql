-- Quartz makes and owns its tables; they stand beside ours.
CREATE SCHEMA IF NOT EXISTS quartz;
